package parigot.wasm;

import com.dylibso.chicory.wasm.types.FunctionType;
import com.dylibso.chicory.wasm.types.ValType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The functions of WASI preview 1, all of them, with their types. Guests have no files and no
 * sockets: what would open one finds no folder to open it in.
 */
final class WasiFunctions {
  static final String MODULE = "wasi_snapshot_preview1";

  private static final Map<String, Function> ALL = new HashMap<>();

  private WasiFunctions() {}

  /** The work of a function: gives its errno. */
  @FunctionalInterface
  interface Work {
    int call(Wasi wasi, long[] args) throws InterruptedException;
  }

  /**
   * A function that a guest may import.
   *
   * @param type its type; all but {@code proc_exit} give an errno
   */
  record Function(FunctionType type, Work work) {}

  static Map<String, Function> all() {
    return ALL;
  }

  static {
    add("args_get", "ii", Wasi::argsGet);
    add("args_sizes_get", "ii", Wasi::argsSizesGet);
    add("environ_get", "ii", Wasi::environGet);
    add("environ_sizes_get", "ii", Wasi::environSizesGet);

    add("clock_res_get", "ii", Wasi::clockResGet);
    add("clock_time_get", "ili", Wasi::clockTimeGet);
    add("random_get", "ii", Wasi::randomGet);
    add("poll_oneoff", "iiii", (wasi, args) -> wasi.poll().oneOff(args));
    add("sched_yield", "", (wasi, args) -> Errno.SUCCESS);
    add("proc_raise", "i", (wasi, args) -> Errno.NOSYS);
    ALL.put(
        "proc_exit",
        new Function(
            FunctionType.accepting(ValType.I32),
            (wasi, args) -> {
              throw new GuestExit((int) args[0]);
            }));

    add("fd_close", "i", Wasi::fdClose);
    add("fd_renumber", "ii", Wasi::fdRenumber);
    add("fd_fdstat_get", "ii", Wasi::fdFdstatGet);
    add("fd_fdstat_set_flags", "ii", Wasi::fdFdstatSetFlags);
    add("fd_fdstat_set_rights", "ill", stream(Errno.NOTSUP));
    add("fd_filestat_get", "ii", Wasi::fdFilestatGet);
    add("fd_filestat_set_size", "il", stream(Errno.INVAL));
    add("fd_filestat_set_times", "illi", stream(Errno.NOTSUP));
    add("fd_read", "iiii", Wasi::fdRead);
    add("fd_write", "iiii", Wasi::fdWrite);
    add("fd_sync", "i", stream(Errno.SUCCESS));
    add("fd_datasync", "i", stream(Errno.SUCCESS));

    add("fd_advise", "illi", stream(Errno.SPIPE));
    add("fd_allocate", "ill", stream(Errno.INVAL));
    add("fd_pread", "iiili", stream(Errno.SPIPE));
    add("fd_pwrite", "iiili", stream(Errno.SPIPE));
    add("fd_seek", "ilii", stream(Errno.SPIPE));
    add("fd_tell", "ii", stream(Errno.SPIPE));
    add("fd_readdir", "iiili", stream(Errno.NOTDIR));

    // No descriptor is a folder that was opened beforehand, as programs find out at their start.
    add("fd_prestat_get", "ii", (wasi, args) -> Errno.BADF);
    add("fd_prestat_dir_name", "iii", (wasi, args) -> Errno.BADF);

    add("path_create_directory", "iii", stream(Errno.NOTDIR));
    add("path_filestat_get", "iiiii", stream(Errno.NOTDIR));
    add("path_filestat_set_times", "iiiilli", stream(Errno.NOTDIR));
    add("path_link", "iiiiiii", stream(Errno.NOTDIR));
    add("path_open", "iiiiillii", stream(Errno.NOTDIR));
    add("path_readlink", "iiiiii", stream(Errno.NOTDIR));
    add("path_remove_directory", "iii", stream(Errno.NOTDIR));
    add("path_rename", "iiiiii", stream(Errno.NOTDIR));
    add("path_symlink", "iiiii", (wasi, args) -> wasi.ofStream(args[2], Errno.NOTDIR));
    add("path_unlink_file", "iii", stream(Errno.NOTDIR));

    add("sock_accept", "iii", stream(Errno.NOTSOCK));
    add("sock_recv", "iiiiii", stream(Errno.NOTSOCK));
    add("sock_send", "iiiii", stream(Errno.NOTSOCK));
    add("sock_shutdown", "ii", stream(Errno.NOTSOCK));
  }

  /** What the three standard streams answer where only files, folders or sockets can do it. */
  private static Work stream(int errno) {
    return (wasi, args) -> wasi.ofStream(args[0], errno);
  }

  private static void add(String name, String parameters, Work work) {
    List<ValType> types =
        parameters.chars().mapToObj(c -> c == 'l' ? ValType.I64 : ValType.I32).toList();
    ALL.put(name, new Function(FunctionType.of(types, List.of(ValType.I32)), work));
  }

  /** The error numbers of WASI preview 1 that are used here. */
  static final class Errno {
    static final int SUCCESS = 0;
    static final int BADF = 8;
    static final int FAULT = 21;
    static final int INVAL = 28;
    static final int IO = 29;
    static final int NOSYS = 52;
    static final int NOTDIR = 54;
    static final int NOTSOCK = 57;
    static final int NOTSUP = 58;
    static final int SPIPE = 70;

    private Errno() {}
  }
}
