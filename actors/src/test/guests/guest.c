// A guest whose every argument is one command of a little script: README.md lists them.
#include "events.h"
#include "misplaced.h"

static char **script;
static u32 script_length, script_at;

// `expect ERROR CALL field=value…`: one system call whose fields are right unless the script says otherwise.
static struct id id_from(const char *value, struct id own) {
  u64 letter = own.high & 0xff00000000000000ull;
  if (same_text(value, "own")) return own;
  if (same_text(value, "zero")) return (struct id){letter | 0x0000ffffffffffffull, ~0ull, 0};
  if (same_text(value, "empty")) return (struct id){0};
  if (same_text(value, "lettered-empty")) return (struct id){letter, 0, 0};
  if (same_text(value, "absent")) return (struct id){.absent = 1};
  if (same_text(value, "forged")) return new_id((char)(letter >> 56));
  if (same_text(value, "their-host")) return target.host;
  if (same_text(value, "their-service")) return target.service;
  if (same_text(value, "last")) return last_call;
  if (same_text(value, "incoming")) return last_incoming;
  struct id id = {.high = to_hex(&value)};
  if (*value++ != ':') fail(5, "not an id in the script", 0);
  id.low = to_hex(&value);
  return id;
}

static void expect(char *rest) {
  i32 expected = (i32)to_number(word(&rest));
  const char *name = word(&rest);
  enum system_call call = 0;
  while (call < SYSTEM_CALLS && !same_text(system_call_names[call], name)) call++;
  if (call == SYSTEM_CALLS) fail(5, "no such system call", 0);
  struct fields f = {.host = host, .service = service, .call = new_id('c'), .package = "expected.v1",
                     .name = "expected", .has_any = 1, .any = patterned(1, 4)};
  if (call == LAUNCH) f.method = launch_method;
  if (call == EXIT) f.method = exit_method;
  if (call == RETURN_VALUE) f.call = last_incoming;
  if (call == LOCATE && target.count) f.package = target.package, f.name = target.name;
  if (call == DISPATCH) f.service = target.service, f.method = target.methods[0].id;
  while (*rest) {
    char *field = word(&rest), *value = field;
    while (*value && *value != '=') value++;
    if (*value) *value++ = 0;
    if (same_text(field, "host")) f.host = id_from(value, host);
    else if (same_text(field, "service")) f.service = id_from(value, service);
    else if (same_text(field, "method")) f.method = id_from(value, launch_method);
    else if (same_text(field, "call")) f.call = id_from(value, f.call);
    else if (same_text(field, "package")) f.package = value;
    else if (same_text(field, "name")) f.name = value;
    else if (same_text(field, "number")) f.number = to_number(value);
    else if (same_text(field, "bytes")) f.any = patterned(1, (u32)to_number(value));
    else if (same_text(field, "no-any")) f.has_any = 0;
    else fail(5, "no such field", 0);
  }
  i32 error = ask(call, &f);
  if (error != expected) {
    print(name);
    fail(7, " was expected to answer another error than", error);
  }
}

static void command(char *text) {
  char *rest = text;
  if (simple(text)) return;
  const char *verb = word(&rest);
  struct fields f = {.host = host, .service = service, .package = "", .name = ""};
  if (same_text(verb, "register")) {
    f.name = word(&rest);
    must(ask(REGISTER, &f), "register_ failed");
    service = response_id(1);
  } else if (same_text(verb, "export") || same_text(verb, "require")) {
    f.package = word(&rest);
    f.name = word(&rest);
    must(ask(same_text(verb, "export") ? EXPORT_NAME : REQUIRE, &f), "naming a service failed");
    if (response.length) fail(7, "an answer where no room is", response.length);
  } else if (same_text(verb, "bind")) {
    f.name = word(&rest);
    must(ask(BIND_METHOD, &f), "bind_method_ failed");
    if (bound_count == MAX_METHODS) __builtin_trap();
    bound[bound_count++] = (struct method){response_id(1), f.name, *rest ? rest : "echo"};
  } else if (same_text(verb, "launch")) {
    f.call = new_id('c');
    f.method = launch_method;
    must(ask(LAUNCH, &f), "launch_ failed");
    if (response.length) fail(7, "an answer where no room is", response.length);
    open_a_call(f.call, LAUNCHING);
    waiting = FOR_LAUNCH;
  } else if (same_text(verb, "locate")) {
    const char *package = word(&rest), *name = word(&rest);
    must(find(&target, package, name), "locate_ failed");
  } else if (same_text(verb, "call")) {
    again_method = word(&rest);
    again_bytes = (u32)to_number(word(&rest));
    again_times = *rest ? (u32)to_number(word(&rest)) : 1;
    must(call_out(again_method, again_bytes, CHECKED), "dispatch_ failed");
    waiting = FOR_CALL;
  } else if (same_text(verb, "calls")) {
    const char *method = word(&rest);
    u32 bytes = (u32)to_number(word(&rest)), count = (u32)to_number(word(&rest));
    for (u32 i = 0; i < count; i++) must(call_out(method, bytes, CHECKED), "dispatch_ failed");
    if (count) waiting = FOR_ALL;
  } else if (same_text(verb, "expect-call-error")) {
    const char *method = word(&rest);
    u32 bytes = (u32)to_number(word(&rest));
    expected_error = (i32)to_number(word(&rest));
    again_times = 1;
    must(call_out(method, bytes, ERROR_EXPECTED), "dispatch_ failed");
    waiting = FOR_CALL;
  } else if (same_text(verb, "expect-dispatch-error")) {
    const char *method = word(&rest);
    u32 bytes = (u32)to_number(word(&rest));
    i32 error = call_out(method, bytes, PRINTED);
    if (error != to_number(word(&rest))) fail(7, "dispatch_ answered", error);
  } else if (same_text(verb, "start-call")) {
    const char *method = word(&rest);
    must(call_out(method, (u32)to_number(word(&rest)), PRINTED), "dispatch_ failed");
  } else if (same_text(verb, "await-calls")) {
    if (open_count) waiting = FOR_ALL;
  } else if (same_text(verb, "expect")) {
    expect(rest);
  } else if (same_text(verb, "misplace")) {
    i32 expected = (i32)to_number(word(&rest));
    const char *what = word(&rest);
    misplaced(expected, what, rest);
  } else if (same_text(verb, "timer")) {
    set_timer((u64)to_number(rest), SCRIPT_TIMER);
    waiting = FOR_TIMER;
  } else if (same_text(verb, "write")) {
    write_pattern((u64)to_number(rest));
  } else if (same_text(verb, "write-hex")) {
    write_hex(rest);
  } else if (same_text(verb, "stderr")) {
    write_all(2, rest, length_of(rest));
    write_all(2, "\n", 1);
  } else if (same_text(verb, "print-env")) {
    const char *value = environment(rest);
    print(rest);
    print(value ? "=" : " is not set");
    print(value ? value : "");
    print("\n");
  } else if (same_text(verb, "print-args")) {
    for (u32 i = 0; i < script_length; i++) say(script[i], i);
  } else if (same_text(verb, "print-ids")) {
    print_id("host", host);
    print_id("service", service);
    print_id("call", new_id('c'));
  } else if (same_text(verb, "on-exit")) {
    on_exit_command = rest;
  } else if (same_text(verb, "ignore-exit")) {
    on_exit_command = "ignore";
  } else if (same_text(verb, "return")) {
    returning = 1;
  } else if (same_text(verb, "serve")) {
    waiting = SERVING;
#ifdef LOOP
  } else if (same_text(verb, "expect-timeout")) {
    f.number = to_number(rest);
    i32 error = ask(READ_ONE, &f);
    if (error != 30) fail(7, "read_one_ answered", error);
#endif
  } else
    fail(5, verb, 0);
}

static void run_script(void) {
  waiting = RUNNING;
  while (waiting == RUNNING && !returning) {
    if (script_at == script_length) waiting = SERVING;
    else command(script[script_at++]);
  }
}

static void begin(void) {
  u32 size;
  if (args_sizes_get(&script_length, &size)) __builtin_trap();
  script = allocate(script_length * sizeof *script);
  if (args_get(script, allocate(size))) __builtin_trap();
  script_at = 1; // the first is the guest's name
  const char *high = environment("HOSTID_HIGH"), *low = environment("HOSTID_LOW");
  if (!high || !low) fail(6, "no host id in the environment", 0);
  host = (struct id){to_hex(&high), to_hex(&low), 0};
  run_script();
}

#ifdef ALLOC
EXPORT("parigot_alloc_") void *parigot_alloc_(u32 size) { return allocate(size); }
#endif

#ifdef LOOP
EXPORT("_start") void start(void) {
  begin();
  while (!returning) {
    struct fields f = {.host = host, .number = -1};
    i32 error = ask(READ_ONE, &f);
    if (error == 30) continue;
    if (error) fail(6, "read_one_ failed", error);
    struct span event = response;
    int allocated = event.at != response_room;
    if (!allocated) { // the next system call writes there
      u8 *copy = allocate(event.length);
      __builtin_memcpy(copy, event.at, event.length);
      event.at = copy;
    }
    on_event(event);
    release((void *)event.at);
  }
}
#else
EXPORT("_initialize") void initialize(void) { begin(); }

EXPORT("parigot_deliver_") void parigot_deliver_(u8 *bytes, u32 length) {
  on_event((struct span){bytes, length});
  release(bytes);
}
#endif
