//! Functions whose names have everything in them that a compiler has to mangle.
#![crate_type = "lib"]
#![crate_name = "names"]
#![allow(uncommon_codepoints, non_snake_case)]

use std::fmt::Debug;
use std::hint::black_box;

pub struct Pair<A, B>(pub A, pub B);

pub trait Area {
    fn area(&self) -> f64;
    fn twice(&self) -> f64 {
        black_box(self.area() * 2.0)
    }
}

impl<A: Debug, B> Area for Pair<A, B> {
    #[inline(never)]
    fn area(&self) -> f64 {
        black_box(&self.0);
        1.0
    }
}

impl<A> Pair<A, [u8; 3]> {
    #[inline(never)]
    pub fn first(&self) -> &A {
        black_box(&self.0)
    }
}

pub struct Sized<const N: usize, const SIGNED: i8, const FLAG: bool, const LETTER: char>;

impl<const N: usize, const SIGNED: i8, const FLAG: bool, const LETTER: char> Sized<N, SIGNED, FLAG, LETTER> {
    #[inline(never)]
    pub fn size(&self) -> usize {
        black_box(N)
    }
}

#[inline(never)]
pub fn takes<T: ?std::marker::Sized>() {
    black_box(std::any::type_name::<T>());
}

pub mod outer {
    pub mod größe {
        #[inline(never)]
        pub fn länge_in_米() {
            super::super::takes::<Größe>();
        }
        pub struct Größe;
    }
}

pub fn everything() {
    takes::<bool>();
    takes::<(u8,)>();
    takes::<(i16, u16, i32, u32, i64, u64, i128, u128, isize, usize, f32, f64, char)>();
    takes::<()>();
    takes::<str>();
    takes::<[String]>();
    takes::<[Option<&'static str>; 16]>();
    takes::<&mut Vec<*const u8>>();
    takes::<*mut [i8; 0]>();
    takes::<fn(u8) -> !>();
    takes::<fn(&str, &mut [u8]) -> bool>();
    takes::<fn()>();
    takes::<unsafe extern "C" fn(i32)>();
    takes::<extern "system" fn()>();
    takes::<for<'a, 'b> fn(&'a str, &'b str) -> &'a str>();
    takes::<dyn Debug>();
    takes::<dyn Debug + Send + Sync>();
    takes::<Box<dyn Iterator<Item = u8>>>();
    takes::<dyn for<'a> Fn(&'a str) -> &'a str>();
    takes::<dyn for<'a> Fn(&'a dyn Fn(&'a u8), &u8)>();
    takes::<Pair<Pair<u8, u8>, Pair<u8, Pair<u8, u8>>>>();
    Sized::<0, -128, true, 'x'>.size();
    Sized::<{ usize::MAX }, 127, false, 'y'>.size();
    Pair("", [1, 2, 3]).first();
    Pair(1, 2).twice();
    outer::größe::länge_in_米();
    let add = |n: usize| black_box(move |m: usize| black_box(n + m));
    black_box(add(1)(2));
    {
        #[inline(never)]
        fn local() {
            black_box(());
        }
        local();
    }
    {
        #[inline(never)]
        fn local() {
            black_box(1);
        }
        local();
    }
    let texts: Vec<String> = (0..3).map(|n| n.to_string()).collect();
    black_box(texts);
}
