package org.wasmudf.runtime.wasi;

import static org.wasmudf.runtime.binary.ValueType.I32;
import static org.wasmudf.runtime.binary.ValueType.I64;

import java.util.List;
import org.wasmudf.runtime.binary.ValueType;

/// The functions of WASI on files, folders and sockets, of which there are none. Runtimes import
/// many that they never call, so they exist, and only return an error number.
final class WasiRefusal {
  private WasiRefusal() {}

  static List<AllowedImport> functions() {
    return List.of(
        onFile("fd_advise", I32, I64, I64, I32),
        onFile("fd_allocate", I32, I64, I64),
        onFile("fd_datasync", I32),
        onFile("fd_fdstat_set_rights", I32, I64, I64),
        onFile("fd_filestat_set_size", I32, I64),
        onFile("fd_filestat_set_times", I32, I64, I64, I32),
        onFile("fd_pread", I32, I32, I32, I64, I32),
        onFile("fd_pwrite", I32, I32, I32, I64, I32),
        onFile("fd_renumber", I32, I32),
        onFile("fd_sync", I32),
        onFolder("fd_prestat_dir_name", I32, I32, I32),
        // Where a runtime stops looking for folders that were opened for it.
        always(Errno.BADF, "fd_prestat_get", I32, I32),
        onFolder("fd_readdir", I32, I32, I32, I64, I32),
        onFolder("path_create_directory", I32, I32, I32),
        onFolder("path_filestat_get", I32, I32, I32, I32, I32),
        onFolder("path_filestat_set_times", I32, I32, I32, I32, I64, I64, I32),
        onFolder("path_link", I32, I32, I32, I32, I32, I32, I32),
        onFolder("path_open", I32, I32, I32, I32, I32, I64, I64, I32, I32),
        onFolder("path_readlink", I32, I32, I32, I32, I32, I32),
        onFolder("path_remove_directory", I32, I32, I32),
        onFolder("path_rename", I32, I32, I32, I32, I32, I32),
        // The folder is its third argument, and no folder's number is an open one.
        always(Errno.BADF, "path_symlink", I32, I32, I32, I32, I32),
        onFolder("path_unlink_file", I32, I32, I32),
        onSocket("sock_accept", I32, I32, I32),
        onSocket("sock_recv", I32, I32, I32, I32, I32, I32),
        onSocket("sock_send", I32, I32, I32, I32, I32),
        onSocket("sock_shutdown", I32, I32),
        always(Errno.NOSYS, "proc_raise", I32));
  }

  private static AllowedImport onFile(String name, ValueType... parameters) {
    return unlessClosed(Errno.NOTSUP, name, parameters);
  }

  private static AllowedImport onFolder(String name, ValueType... parameters) {
    return unlessClosed(Errno.NOTDIR, name, parameters);
  }

  private static AllowedImport onSocket(String name, ValueType... parameters) {
    return unlessClosed(Errno.NOTSOCK, name, parameters);
  }

  /// For a function whose first argument is a descriptor: an error for the standard streams,
  /// another for all others, which are not open.
  private static AllowedImport unlessClosed(Errno errno, String name, ValueType... parameters) {
    return WasiFunction.named(
        name,
        List.of(parameters),
        (caller, arguments) -> WasiStreams.isOpen(arguments[0]) ? errno : Errno.BADF);
  }

  private static AllowedImport always(Errno errno, String name, ValueType... parameters) {
    return WasiFunction.named(name, List.of(parameters), (caller, arguments) -> errno);
  }
}
