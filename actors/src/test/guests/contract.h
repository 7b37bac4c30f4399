// What a host offers to every guest, as a guest in C declares it. The benchmarks' guests use it too.
#pragma once

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef int i32;
typedef long long i64;

#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

// Every function of the kernel: request, room of 4096 bytes for the response, room for the error.
#define KERNEL_CALL(name) \
  IMPORT("parigot", #name) \
  u64 name(u32 request_length, const void *request, void *response, i32 *error)

KERNEL_CALL(register_);
KERNEL_CALL(bind_method_);
KERNEL_CALL(export_);
KERNEL_CALL(require_);
KERNEL_CALL(launch_);
KERNEL_CALL(locate_);
KERNEL_CALL(dispatch_);
KERNEL_CALL(return_value_);
KERNEL_CALL(exit_);
KERNEL_CALL(timer_);
#ifdef LOOP
KERNEL_CALL(read_one_);
#endif

#define WASI(name) IMPORT("wasi_snapshot_preview1", #name)
struct piece {
  const void *bytes;
  u32 length;
};
WASI(fd_write) u32 fd_write(u32 fd, const struct piece *pieces, u32 count, u32 *written);
#ifdef HOSTILE
WASI(poll_oneoff) u32 poll_oneoff(const void *wanted, void *events, u32 count, u32 *happened);
#endif
WASI(proc_exit) _Noreturn void proc_exit(u32 code);
WASI(random_get) u32 random_get(void *bytes, u32 length);
WASI(clock_time_get) u32 clock_time_get(u32 clock, u64 precision, u64 *time);
WASI(args_sizes_get) u32 args_sizes_get(u32 *count, u32 *size);
WASI(args_get) u32 args_get(char **args, char *text);
WASI(environ_sizes_get) u32 environ_sizes_get(u32 *count, u32 *size);
WASI(environ_get) u32 environ_get(char **variables, char *text);
