package org.wasmudf.runtime.wasi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wasmudf.runtime.binary.FunctionType;
import org.wasmudf.runtime.binary.Import;
import org.wasmudf.runtime.binary.ModuleInfo;
import org.wasmudf.runtime.binary.ModuleReader;

class RefusalTest {
  private static final int[] HOSTILE = {0, 1, 3, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 65_536};
  private static final ModuleInfo INFO = ModuleReader.read(LiveGuest.bytes("every-import.wasm"));

  @Test
  void filesFoldersAndSocketsAreRefusedByTheRightNumber() {
    try (LiveGuest guest = LiveGuest.withEveryImport()) {
      for (AllowedImport each : WasiRefusal.functions()) {
        String name = each.name().name();
        int[] arguments = new int[each.type().parameters().size()];
        arguments[0] = 1;
        assertThat(guest.call(name, arguments))
            .as(name)
            .isEqualTo(
                switch (name) {
                  case "fd_prestat_get", "path_symlink" -> Errno.BADF.code();
                  case "proc_raise" -> Errno.NOSYS.code();
                  case "fd_prestat_dir_name", "fd_readdir" -> Errno.NOTDIR.code();
                  default ->
                      name.startsWith("fd_")
                          ? Errno.NOTSUP.code()
                          : name.startsWith("path_") ? Errno.NOTDIR.code() : Errno.NOTSOCK.code();
                });
        arguments[0] = 3;
        assertThat(guest.call(name, arguments))
            .as(name)
            .isEqualTo(name.equals("proc_raise") ? Errno.NOSYS.code() : Errno.BADF.code());
      }
    }
  }

  @Test
  void noArgumentOfAnyFunctionOfWasiIsWorseThanAnErrorNumber() {
    try (LiveGuest guest = LiveGuest.withEveryImport()) {
      for (Import each : INFO.imports()) {
        FunctionType type = ((Import.Function) each).type();
        if (type.results().isEmpty()) {
          continue;
        }
        for (int value : HOSTILE) {
          for (int other : HOSTILE) {
            int[] arguments = new int[type.parameters().size()];
            Arrays.fill(arguments, other);
            if (arguments.length > 0) {
              arguments[0] = value;
            }
            assertThat(guest.call(each.name(), arguments))
                .as("%s %s", each.name(), Arrays.toString(arguments))
                .isBetween(0, 76);
          }
        }
        guest.begin(0);
      }
      assertThat(guest.call("answer")).isEqualTo(42);
    }
  }

  @Test
  void moduleOfTheseTestsImportsAllThatThereIs() {
    List<String> imported = INFO.imports().stream().map(Import::name).toList();
    assertThat(imported).doesNotHaveDuplicates().hasSize(49);
    assertThat(AllowedImport.all().stream().map(AllowedImport::name).map(AllowedImport.Name::name))
        .containsExactlyInAnyOrderElementsOf(imported);
  }
}
