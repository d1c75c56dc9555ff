package org.wasmudf.runtime.wasi;

import static org.wasmudf.runtime.binary.ValueType.I32;
import static org.wasmudf.runtime.binary.ValueType.I64;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// The three standard streams of WASI, the only descriptors that are open: the input is empty, and
/// both outputs are the log.
final class WasiStreams {
  static final long STDIN = 0;
  static final long STDOUT = 1;
  static final long STDERR = 2;

  /// POSIX systems take as many at once.
  private static final long MAX_VECTORS = 1024;

  private static final int VECTOR_BYTES = 8;
  private static final int STAT_BYTES = 24;
  private static final int FILE_STAT_BYTES = 64;
  private static final int FILE_TYPE_AT = 16;
  // Runtimes write at once to what looks like a terminal; to a file they would buffer, and nobody
  // would flush.
  private static final int CHARACTER_DEVICE = 2;
  private static final long RIGHT_TO_READ = 1 << 1;
  private static final long RIGHT_TO_WRITE = 1 << 6;

  private WasiStreams() {}

  static List<AllowedImport> functions() {
    return List.of(
        WasiFunction.named("fd_write", List.of(I32, I32, I32, I32), WasiStreams::write),
        WasiFunction.named("fd_read", List.of(I32, I32, I32, I32), WasiStreams::read),
        WasiFunction.named("fd_close", List.of(I32), WasiStreams::close),
        WasiFunction.named("fd_fdstat_get", List.of(I32, I32), WasiStreams::stat),
        WasiFunction.named("fd_fdstat_set_flags", List.of(I32, I32), WasiStreams::setFlags),
        WasiFunction.named("fd_filestat_get", List.of(I32, I32), WasiStreams::fileStat),
        WasiFunction.named("fd_seek", List.of(I32, I64, I32, I32), WasiStreams::seek),
        WasiFunction.named("fd_tell", List.of(I32, I32), WasiStreams::seek));
  }

  static boolean isOpen(long descriptor) {
    return descriptor >= STDIN && descriptor <= STDERR;
  }

  private static Errno write(Caller caller, long... arguments) {
    long descriptor = arguments[0];
    if (descriptor != STDOUT && descriptor != STDERR) {
      return Errno.BADF;
    }
    long count = arguments[2] & 0xFFFF_FFFFL;
    if (count > MAX_VECTORS) {
      return Errno.INVAL;
    }
    caller.charge(count * Charge.ITEM);
    MemorySegment vectors = caller.bytes(arguments[1], count * VECTOR_BYTES);
    MemorySegment written = caller.bytes(arguments[3], Integer.BYTES);
    // All are checked before any is written. They may overlap and name more bytes than there are:
    // the log takes no more of them than it has room for.
    long total = 0;
    for (long i = 0; i < count; i++) {
      total += vector(caller, vectors, i).byteSize();
    }
    if (total > Integer.MAX_VALUE) {
      return Errno.INVAL;
    }
    CallLog log = caller.context().log();
    for (long i = 0; i < count; i++) {
      MemorySegment bytes = vector(caller, vectors, i);
      if (descriptor == STDOUT) {
        log.out(bytes);
      } else {
        log.err(bytes);
      }
    }
    // As if all of it had been logged, or the guest would try again.
    Caller.set32(written, 0, total);
    return Errno.SUCCESS;
  }

  private static MemorySegment vector(Caller caller, MemorySegment vectors, long index) {
    long at = index * VECTOR_BYTES;
    return caller.bytes(Caller.u32(vectors, at), Caller.u32(vectors, at + Integer.BYTES));
  }

  private static Errno read(Caller caller, long... arguments) {
    if (arguments[0] != STDIN) {
      return Errno.BADF;
    }
    Caller.set32(caller.bytes(arguments[3], Integer.BYTES), 0, 0);
    return Errno.SUCCESS;
  }

  private static Errno close(Caller caller, long... arguments) {
    return isOpen(arguments[0]) ? Errno.SUCCESS : Errno.BADF;
  }

  private static Errno stat(Caller caller, long... arguments) {
    if (!isOpen(arguments[0])) {
      return Errno.BADF;
    }
    MemorySegment stat = caller.bytes(arguments[1], STAT_BYTES).fill((byte) 0);
    Caller.set8(stat, 0, CHARACTER_DEVICE);
    Caller.set64(stat, 8, arguments[0] == STDIN ? RIGHT_TO_READ : RIGHT_TO_WRITE);
    return Errno.SUCCESS;
  }

  private static Errno setFlags(Caller caller, long... arguments) {
    if (!isOpen(arguments[0])) {
      return Errno.BADF;
    }
    return arguments[1] == 0 ? Errno.SUCCESS : Errno.NOTSUP;
  }

  private static Errno fileStat(Caller caller, long... arguments) {
    if (!isOpen(arguments[0])) {
      return Errno.BADF;
    }
    MemorySegment stat = caller.bytes(arguments[1], FILE_STAT_BYTES).fill((byte) 0);
    Caller.set8(stat, FILE_TYPE_AT, CHARACTER_DEVICE);
    return Errno.SUCCESS;
  }

  private static Errno seek(Caller caller, long... arguments) {
    return isOpen(arguments[0]) ? Errno.SPIPE : Errno.BADF;
  }
}
