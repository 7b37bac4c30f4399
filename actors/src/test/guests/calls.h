// Finding services, calling them, answering, and the calls that are open.
#pragma once
#include "system.h"
#include "text.h"

#define MAX_METHODS 32

// What an open call was made for, and so what is done with its answer.
enum purpose { NONE, CHECKED, ERROR_EXPECTED, PRINTED, FORWARDED, DELAYED, SCRIPT_TIMER, LAUNCHING, EXITING };

struct open_call {
  struct id id, incoming;
  enum purpose purpose;
  u32 sequence, bytes;
  u8 *kept;
  u32 kept_length;
  int kept_present;
};

struct method {
  struct id id;
  const char *name, *action;
};

struct located {
  struct id host, service;
  const char *package, *name;
  struct method methods[MAX_METHODS];
  u32 count;
};

static struct id host, service, last_call;
static struct located target, onward; // of the script's calls; of the calls a method forwards
static struct open_call *open_calls;
static u32 open_room, open_count, open_hint, sequence;

static struct id new_id(char letter) {
  u64 random[2];
  if (random_get(random, sizeof random)) __builtin_trap();
  return (struct id){(random[0] & 0x00ffffffffffffffull) | (u64)letter << 56, random[1], 0};
}

// The open calls of this guest.
static struct open_call *open_a_call(struct id id, enum purpose purpose) {
  if (open_count == open_room) {
    u32 room = open_room ? open_room * 2 : 8;
    struct open_call *more = allocate(room * sizeof *more);
    for (u32 i = 0; i < open_room; i++) more[i] = open_calls[i];
    for (u32 i = open_room; i < room; i++) more[i].purpose = NONE;
    release(open_calls);
    open_calls = more;
    open_room = room;
  }
  u32 at = open_hint;
  while (open_calls[at % open_room].purpose != NONE) at++;
  struct open_call *call = &open_calls[at % open_room];
  *call = (struct open_call){.id = id, .purpose = purpose};
  open_hint = (at + 1) % open_room;
  open_count++;
  return call;
}

static struct open_call *find_open_call(struct id id) {
  for (u32 i = 0; i < open_room; i++) {
    struct open_call *call = &open_calls[(open_hint + i) % open_room];
    if (call->purpose != NONE && same_id(call->id, id)) {
      open_hint = (open_hint + i) % open_room;
      return call;
    }
  }
  return 0;
}

static void close_call(struct open_call *call) {
  release(call->kept);
  call->kept = 0;
  call->purpose = NONE;
  open_count--;
}

// An Any that holds a google.protobuf.BytesValue, whose bytes tell the calls apart.
static const char bytes_type[] = "type.googleapis.com/google.protobuf.BytesValue";
static const char string_type[] = "type.googleapis.com/google.protobuf.StringValue";

static u8 pattern(u32 seq, u32 at) {
  return at < 4 ? (u8)(seq >> (8 * at)) : (u8)(seq * 31 + at * 7 + (at >> 8));
}

static struct span wrap(const char *type, const u8 *bytes, u32 length) {
  u8 *room = allocate(length + 128);
  u8 *value = allocate(length + 32);
  struct writer inner = {value, value + length + 32}, w = {room, room + length + 128};
  if (length) put_bytes(&inner, 1, bytes, length);
  put_text(&w, 1, type);
  if (length) put_bytes(&w, 2, value, (u32)(inner.at - value));
  release(value);
  return (struct span){room, (u32)(w.at - room)};
}

static struct span patterned(u32 seq, u32 length) {
  u8 *bytes = allocate(length);
  for (u32 i = 0; i < length; i++) bytes[i] = pattern(seq, i);
  struct span any = wrap(bytes_type, bytes, length);
  release(bytes);
  return any;
}

static int is_pattern(struct span any, u32 seq, u32 length) {
  struct span expected = patterned(seq, length);
  int same = expected.length == any.length && same_bytes(expected.at, any.at, any.length);
  release((void *)expected.at);
  return same;
}

// Finding and calling services.
static i32 find(struct located *found, const char *package, const char *name) {
  struct fields f = {.package = package, .name = name, .service = service};
  i32 error = ask(LOCATE, &f);
  if (error) return error;
  *found = (struct located){.package = package, .name = name};
  for (struct reader r = reading(response); next_field(&r);) {
    if (r.field == 1) found->host = to_id(r.bytes);
    if (r.field == 2) found->service = to_id(r.bytes);
    if (r.field != 3) continue;
    struct method *method = &found->methods[found->count++];
    if (found->count == MAX_METHODS) __builtin_trap();
    for (struct reader b = reading(r.bytes); next_field(&b);) {
      if (b.field == 1) {
        char *text = allocate(b.bytes.length + 1);
        __builtin_memcpy(text, b.bytes.at, b.bytes.length);
        text[b.bytes.length] = 0;
        method->name = text;
      }
      if (b.field == 2) method->id = to_id(b.bytes);
    }
  }
  return 0;
}

static struct id method_of(const struct located *in, const char *name) {
  for (u32 i = 0; i < in->count; i++)
    if (same_text(in->methods[i].name, name)) return in->methods[i].id;
  fail(8, "the service has no such method among its", in->count);
}

static i32 dispatch(const struct located *to, const char *method, struct span any, int has_any,
                    struct id call) {
  struct fields f = {.host = host, .service = to->service, .method = method_of(to, method),
                     .call = call, .any = any, .has_any = has_any};
  i32 error = ask(DISPATCH, &f);
  if (!error && (!same_id(response_id(1), call) || !same_id(response_id(2), to->host)))
    fail(7, "dispatch_ answered with ids that are not the call's", 0);
  return error;
}

static i32 call_out(const char *method, u32 bytes, enum purpose purpose) {
  last_call = new_id('c');
  u32 seq = ++sequence;
  struct span any = patterned(seq, bytes);
  i32 error = dispatch(&target, method, any, 1, last_call);
  release((void *)any.at);
  if (error) return error;
  struct open_call *call = open_a_call(last_call, purpose);
  call->sequence = seq;
  call->bytes = bytes;
  return 0;
}

static i32 answer(struct id call, struct span any, int has_any, i32 error) {
  struct fields f = {.host = host, .call = call, .any = any, .has_any = has_any, .number = error};
  return ask(RETURN_VALUE, &f);
}
