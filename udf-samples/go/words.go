// Package main is a sample guest in Go: functions that are exported, and room for the host's bytes.
package main

import (
	"strconv"
	"strings"
	"unicode"
	"unsafe"
)

// What is lent to the host, by address: the garbage collector must find it somewhere.
var lent = map[uintptr][]byte{}

// The last text that was returned, which has to stay until the next call.
var returned []byte

func main() {}

//go:wasmexport wasmudf_alloc
func alloc(size, align int32) unsafe.Pointer {
	if size <= 0 {
		return nil
	}
	bytes := make([]byte, size)
	pointer := unsafe.Pointer(&bytes[0])
	lent[uintptr(pointer)] = bytes
	return pointer
}

//go:wasmexport wasmudf_free
func free(pointer unsafe.Pointer, size, align int32) {
	delete(lent, uintptr(pointer))
}

// text views what the host has passed, which is good during the call only.
func text(pointer unsafe.Pointer, length int32) string {
	return unsafe.String((*byte)(pointer), length)
}

// result hands a text over: pointer in the upper half, length in the lower.
func result(text []byte) int64 {
	returned = text
	return int64(uintptr(unsafe.Pointer(unsafe.SliceData(returned))))<<32 | int64(len(returned))
}

// word_count(text VARCHAR) RETURNS INTEGER: words between white space.
//
//go:wasmexport word_count
func wordCount(pointer unsafe.Pointer, length int32) int32 {
	return int32(len(strings.Fields(text(pointer, length))))
}

// digit_sum(n BIGINT) RETURNS INTEGER: of its decimal digits.
//
//go:wasmexport digit_sum
func digitSum(n int64) int32 {
	sum := int32(0)
	for _, digit := range strconv.FormatInt(n, 10) {
		if digit != '-' {
			sum += digit - '0'
		}
	}
	return sum
}

// title_case(text VARCHAR) RETURNS VARCHAR: an upper-case letter where a word begins, lower-case ones after it.
//
//go:wasmexport title_case
func titleCase(pointer unsafe.Pointer, length int32) int64 {
	var title strings.Builder
	inside := false
	for _, r := range text(pointer, length) {
		letter := unicode.IsLetter(r)
		switch {
		case letter && inside:
			r = unicode.ToLower(r)
		case letter:
			r = unicode.ToUpper(r)
		}
		inside = letter
		title.WriteRune(r)
	}
	return result([]byte(title.String()))
}

// nth_word(text VARCHAR, n INTEGER) RETURNS VARCHAR: counted from 1; panics if there are fewer.
//
//go:wasmexport nth_word
func nthWord(pointer unsafe.Pointer, length, n int32) int64 {
	return result([]byte(strings.Fields(text(pointer, length))[n-1]))
}
