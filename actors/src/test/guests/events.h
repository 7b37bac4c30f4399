// What the guest does with the answers to its own calls, and with the events as they arrive.
#pragma once
#include "serve.h"

static const char *on_exit_command = "";
static const char *again_method;
static u32 again_bytes, again_times;
static i32 expected_error;
static int returning;

static void run_script(void);

static void wrong_result(i32 error, i64 reason) {
  print("call failed ");
  print_number(error);
  print(" reason ");
  print_number(reason);
  print("\n");
}

static int is_awaited(enum purpose purpose) {
  switch (waiting) {
    case FOR_LAUNCH: return purpose == LAUNCHING;
    case FOR_CALL: return purpose == CHECKED || purpose == ERROR_EXPECTED;
    case FOR_TIMER: return purpose == SCRIPT_TIMER;
    default: return 0;
  }
}

static void resolved(struct span message) {
  struct id id = {0}, of_method = {0};
  struct span result = {0};
  int has_result = 0;
  i32 error = 0;
  i64 reason = 0;
  for (struct reader r = reading(message); next_field(&r);) {
    if (r.field == 2) id = to_id(r.bytes);
    if (r.field == 3) of_method = to_id(r.bytes);
    if (r.field == 4) result = r.bytes, has_result = 1;
    if (r.field == 5) error = (i32)r.number;
    if (r.field == 100)
      for (struct reader failure = reading(r.bytes); next_field(&failure);)
        if (failure.field == 1) reason = (i64)failure.number;
  }
  struct open_call *call = find_open_call(id);
  if (!call) fail(7, "an answer came for a call that is not open", error);
  struct open_call was = *call;
  call->kept = 0;
  close_call(call);
  switch (was.purpose) {
    case LAUNCHING:
      if (!same_id(of_method, launch_method) || !has_result) fail(7, "not a launch's answer", error);
      if (error) fail(9, "launch failed", error);
      break;
    case CHECKED:
      if (error || !has_result || !is_pattern(result, was.sequence, was.bytes)) {
        wrong_result(error, reason);
        proc_exit(7);
      }
      break;
    case ERROR_EXPECTED:
      wrong_result(error, reason);
      if (error != expected_error || has_result) proc_exit(7);
      break;
    case PRINTED:
      if (error) wrong_result(error, reason);
      else say("answered with bytes", result.length);
      break;
    case FORWARDED: {
      i32 refused = answer(was.incoming, result, has_result, error);
      if (refused) say("return_value_ answered", refused);
      return;
    }
    case DELAYED: {
      i32 refused = answer(was.incoming, (struct span){was.kept, was.kept_length}, was.kept_present, 0);
      release(was.kept);
      if (refused) say("return_value_ answered", refused);
      return;
    }
    case SCRIPT_TIMER:
      if (!same_id(of_method, timer_method) || has_result || error) fail(7, "not a timer's answer", error);
      break;
    case EXITING:
      if (!same_id(of_method, exit_method) || !has_result) fail(7, "not an exit's answer", error);
      return;
    default: __builtin_trap();
  }
  if (waiting == FOR_CALL && was.purpose == CHECKED && again_times > 1) {
    again_times--;
    must(call_out(again_method, again_bytes, CHECKED), "dispatch_ failed");
  } else if (waiting == FOR_ALL ? open_count == 0 : is_awaited(was.purpose))
    waiting = RUNNING;
}

static void exit_asked(i32 code) {
  if (starts_with(on_exit_command, "ignore")) return;
  if (starts_with(on_exit_command, "return")) returning = 1;
  else if (*on_exit_command && !starts_with(on_exit_command, "say")) simple(on_exit_command);
  else {
    if (*on_exit_command) say("asked to exit with", code);
    proc_exit((u32)code);
  }
}

static void on_event(struct span message) {
  struct id call = {0}, method = {0}, exit_service = {0};
  struct span param = {0}, resolution = {0};
  int has_param = 0, has_resolution = 0;
  i32 exit_code = 0;
  for (struct reader r = reading(message); next_field(&r);) {
    if (r.field == 2)
      for (struct reader b = reading(r.bytes); next_field(&b);) {
        if (b.field == 3) method = to_id(b.bytes);
        if (b.field == 4) call = to_id(b.bytes);
      }
    if (r.field == 3) param = r.bytes, has_param = 1;
    if (r.field == 5) resolution = r.bytes, has_resolution = 1;
    if (r.field == 6)
      for (struct reader e = reading(r.bytes); next_field(&e);) {
        if (e.field == 1) exit_service = to_id(e.bytes);
        if (e.field == 2) exit_code = (i32)e.number;
      }
  }
  if (has_resolution) resolved(resolution);
  if (is_set(exit_service)) exit_asked(exit_code);
  else if (!has_resolution) called(call, method, param, has_param);
  if (waiting == RUNNING && !returning) run_script();
}
