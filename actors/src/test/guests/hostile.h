// What the scripted guest of the runtime's tests does to its host when it is compiled with -DHOSTILE. Each of these is
// a command of a script and an action of a method, after which the guest answers if it still can.
#pragma once
#include "hungry.h"

static u64 chance_state = 88172645463325252ull;

static u64 chance(void) {
  chance_state ^= chance_state << 13;
  chance_state ^= chance_state >> 7;
  chance_state ^= chance_state << 17;
  return chance_state;
}

// Lengths and addresses at which a careless host breaks.
static u32 wild(void) {
  u32 end = (u32)__builtin_wasm_memory_size(0) << 16;
  const u32 edges[] = {0, 1, 3, 4, 4095, 4096, 4097, end - 4097, end - 4096, end - 4, end - 1, end, end + 1,
                       0x7fffffff, 0x80000000, 0xfffff000, 0xfffffffc, 0xffffffff};
  u64 drawn = chance();
  return drawn & 1 ? edges[(drawn >> 8) % (sizeof edges / sizeof *edges)] : (u32)(drawn >> 16);
}

static enum system_call any_call(void) {
  // Not the one that waits for an event.
  return (enum system_call)(chance() % (TIMER + 1));
}

static void host_calls(u64 times) {
  struct fields f = {.host = host, .package = "nobody.v1", .name = "nobody"};
  for (u64 i = 0; i < times; i++) ask(LOCATE, &f);
}

// The error's address is right, so that the host can refuse.
static void wild_pointers(u64 times) {
  i32 error;
  for (u64 i = 0; i < times; i++) {
    u32 length = wild(), request = wild(), room = wild();
    // Writing where the host was told to is the guest's own harm, and would end this before the host is tried enough.
    if (room < (u32)__builtin_wasm_memory_size(0) << 16) room = (u32)response_room;
    error = -1;
    system_call_functions[any_call()](length, (const void *)request, (void *)room, &error);
    if (error < 0 || error > 255) __builtin_trap();
  }
}

static void wild_error_pointer(void) {
  system_call_functions[LOCATE](0, 0, response_room, (i32 *)0xfffffff0);
}

// Bytes that are no message, and messages cut short.
static void garbage(u64 times) {
  for (u64 i = 0; i < times; i++) {
    u8 request[256];
    struct writer w = {request, request + sizeof request};
    struct fields f = {.host = host, .service = service, .method = launch_method, .call = new_id('c'),
                       .package = "garbage.v1", .name = "garbage"};
    enum system_call call = any_call();
    if (call == EXIT || call == REGISTER) continue; // what is right in these by chance would not be garbage
    put_request(&w, call, &f);
    u32 length = (u32)(w.at - request);
    if (chance() & 1) length = (u32)(chance() % (length + 1));
    for (u32 n = (u32)(chance() % 8); n; n--) request[chance() % sizeof request] = (u8)chance();
    i32 error = -1;
    system_call_functions[call](length, request, response_room, &error);
    if (error < 0 || error > 255) __builtin_trap();
  }
}

// Speaks as others, and answers their calls; all of it must be refused with BadId.
static void forge(u64 times) {
  u32 done = 0;
  for (u64 i = 0; i < times; i++) {
    struct fields f = {.host = host, .service = service, .call = last_incoming, .package = "forged.v1", .name = "forged"};
    enum system_call call;
    switch (i % 5) {
      case 0: call = RETURN_VALUE; f.call = new_id('c'); break;
      case 1: call = RETURN_VALUE; f.host = target.count ? target.host : new_id('h'); break;
      case 2: call = BIND_METHOD; f.service = target.count ? target.service : new_id('s'); break;
      case 3: call = EXPORT_NAME; f.service = target.count ? target.service : new_id('s'); break;
      default: call = REGISTER; f.host = target.count ? target.host : new_id('h');
    }
    if (ask(call, &f) != 26) done++;
  }
  if (done) say("forged with success", done);
}

// Calls without ever looking at what comes back. What is over the guest's bound must be refused with WriteTimeout.
static void flood(u64 times) {
  u32 refused = 0;
  for (u64 i = 0; i < times; i++) {
    struct fields f = {.host = host, .service = target.service, .method = target.methods[0].id, .call = new_id('c')};
    i32 error = ask(DISPATCH, &f);
    if (error == 31) refused++;
    else if (error) fail(7, "dispatch_ answered", error);
  }
  say("refused", refused);
}

static int hostile(const char *command, const char *rest) {
  if (starts_with(command, "host-calls")) host_calls((u64)to_number(rest));
  else if (starts_with(command, "wild-pointers")) wild_pointers((u64)to_number(rest));
  else if (starts_with(command, "wild-error-pointer")) wild_error_pointer();
  else if (starts_with(command, "garbage")) garbage((u64)to_number(rest));
  else if (starts_with(command, "forge-ids")) forge((u64)to_number(rest));
  else if (starts_with(command, "flood")) flood((u64)to_number(rest));
  else return hungry(command, rest);
  return 1;
}
