// What the guest does with the calls that come in.
#pragma once
#include "calls.h"
#if defined STORES || defined MISCHIEF
#include "plugins.h"
#define PLUGINS
#endif

enum wait { RUNNING, FOR_LAUNCH, FOR_CALL, FOR_ALL, FOR_TIMER, FOR_EXIT, SERVING };

static struct id last_incoming;
static struct method bound[MAX_METHODS];
static u32 bound_count;
static enum wait waiting; // what the script waits for

static void leave(i32 code, int all) {
  struct id call = new_id('c');
  struct fields f = {.host = host, .service = service, .method = exit_method, .call = call,
                     .number = code, .all = all};
  must(ask(EXIT, &f), "exit_ failed");
  open_a_call(call, EXITING);
  must(answer(call, (struct span){0}, 0, 0), "answering the exit failed");
  waiting = FOR_EXIT;
}

static u64 monotonic(void) {
  u64 now = 0;
  if (clock_time_get(1, 1, &now)) __builtin_trap();
  return now;
}

static volatile u32 work;

static _Noreturn void compute_for_ever(void) {
  for (;;) work++;
}

static void compute_for(u64 micros) {
  u64 until = monotonic() + micros * 1000;
  while (monotonic() < until)
    for (u32 i = 0; i < 1000; i++) work++;
}

__attribute__((noinline)) static u32 recurse(u32 depth) {
  if (!depth) return 0;
  u32 below = recurse(depth + (work | 1));
  work += below;
  return below + work;
}

static void *set_timer(u64 micros, enum purpose purpose) {
  struct id call = new_id('c');
  struct fields f = {.call = call, .number = (i64)micros};
  must(ask(TIMER, &f), "timer_ failed");
  return open_a_call(call, purpose);
}

#ifdef HOSTILE
#include "hostile.h"
#endif

// What a script and a method's action have in common. Answers whether it was one of these.
static int simple(const char *command) {
  const char *rest = after_word(command);
  if (starts_with(command, "trap")) __builtin_trap();
  else if (starts_with(command, "loop")) compute_for_ever();
  else if (starts_with(command, "spin")) compute_for((u64)to_number(rest));
  else if (starts_with(command, "recurse")) work = recurse(1);
  else if (starts_with(command, "grow")) {
    u32 pages = (u32)to_number(rest), before = __builtin_wasm_memory_grow(0, pages);
    if (before != (u32)-1) *(volatile u8 *)(((before + pages) << 16) - 1) = 1;
    print(before == (u32)-1 ? "grow refused\n" : "grew\n");
  } else if (starts_with(command, "print")) {
    print(rest);
    print("\n");
  } else if (starts_with(command, "proc-exit")) proc_exit((u32)to_number(rest));
  else if (starts_with(command, "exit")) leave((i32)to_number(rest), 0);
  else if (starts_with(command, "exit-all")) leave((i32)to_number(rest), 1);
#ifdef HOSTILE
  else return hostile(command, rest);
#else
  else return 0;
#endif
  return 1;
}

static void forward(const char *to, struct id incoming, struct span param, int has_param) {
  if (!onward.count) {
    char *rest = allocate(length_of(to) + 1);
    __builtin_memcpy(rest, to, length_of(to) + 1);
    const char *package = word(&rest), *name = word(&rest);
    i32 error = find(&onward, package, name);
    if (error) fail(8, "locating where to forward to failed", error);
  }
  struct id call = new_id('c');
  i32 error = dispatch(&onward, after_word(after_word(to)), param, has_param, call);
  if (error) must(answer(incoming, (struct span){0}, 0, 1), "answering failed");
  else open_a_call(call, FORWARDED)->incoming = incoming;
}

static void serve(const char *action, struct id call, struct span param, int has_param) {
  const char *rest = after_word(action);
  last_incoming = call;
  if (starts_with(action, "never")) return;
  if (starts_with(action, "exit") || starts_with(action, "exit-all")) {
    simple(action);
    return;
  }
  if (starts_with(action, "forward")) {
    forward(rest, call, param, has_param);
    return;
  }
  if (starts_with(action, "delay")) {
    struct open_call *timer = set_timer((u64)to_number(rest), DELAYED);
    timer->incoming = call;
    timer->kept = allocate(param.length);
    timer->kept_length = param.length;
    timer->kept_present = has_param;
    __builtin_memcpy(timer->kept, param.at, param.length);
    return;
  }
  if (starts_with(action, "error")) {
    must(answer(call, (struct span){0}, 0, (i32)to_number(rest)), "answering failed");
    return;
  }
#ifdef PLUGINS
  if (starts_with(action, "plugin")) {
    struct span result;
    i32 error = call_plugin(rest, param, &result);
    error = answer(call, result, result.length != 0, error);
    release((void *)result.at);
    if (error) say("return_value_ answered", error);
    return;
  }
#endif
  if (starts_with(action, "large")) {
    struct span any = patterned(0, (u32)to_number(rest));
    i32 error = answer(call, any, 1, 0);
    release((void *)any.at);
    if (error) say("return_value_ answered", error);
    return;
  }
#ifdef HOSTILE
  if (starts_with(action, "page")) {
    page(call, (u32)to_number(rest));
    return;
  }
#endif
  if (starts_with(action, "who")) {
    char room[40];
    u8 *text = (u8 *)room;
    for (u32 i = 0; i < 16; i++) text[i] = (u8)"0123456789abcdef"[host.high >> (60 - 4 * i) & 15];
    for (u32 i = 0; i < 16; i++) text[16 + i] = (u8)"0123456789abcdef"[host.low >> (60 - 4 * i) & 15];
    struct span any = wrap(string_type, text, 32);
    must(answer(call, any, 1, 0), "answering failed");
    release((void *)any.at);
    return;
  }
  if (starts_with(action, "forge")) {
    struct id forged = new_id('c');
    say("a forged answer got", answer(forged, param, has_param, 0));
  } else if (!starts_with(action, "echo") && !starts_with(action, "twice") && !simple(action))
    fail(5, "no such action", 0);
  i32 error = answer(call, param, has_param, 0);
  if (error) say("return_value_ answered", error);
  if (starts_with(action, "twice")) say("a second answer got", answer(call, param, has_param, 0));
}

static void called(struct id call, struct id of_method, struct span param, int has_param) {
  for (u32 i = 0; i < bound_count; i++)
    if (same_id(bound[i].id, of_method)) {
      serve(bound[i].action, call, param, has_param);
      return;
    }
  fail(6, "a call came for a method that was never bound", 0);
}
