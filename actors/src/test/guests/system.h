// The kernel's calls, built from one set of fields so that a script can put a wrong one anywhere.
#pragma once
#include "wire.h"

enum system_call {
  REGISTER, BIND_METHOD, EXPORT_NAME, REQUIRE, LAUNCH, LOCATE, DISPATCH, RETURN_VALUE, EXIT, TIMER,
#ifdef LOOP
  READ_ONE,
#endif
  SYSTEM_CALLS
};

static const char *const system_call_names[SYSTEM_CALLS] = {
  "register", "bind_method", "export", "require", "launch", "locate", "dispatch", "return_value",
  "exit", "timer",
#ifdef LOOP
  "read_one",
#endif
};

static u64 (*const system_call_functions[SYSTEM_CALLS])(u32, const void *, void *, i32 *) = {
  register_, bind_method_, export_, require_, launch_, locate_, dispatch_, return_value_, exit_,
  timer_,
#ifdef LOOP
  read_one_,
#endif
};

static const struct id launch_method = {0x6dffffffffffffffull, 0xfffffffffffffff0ull, 0};
static const struct id exit_method = {0x6dffffffffffffffull, 0xfffffffffffffff2ull, 0};
static const struct id timer_method = {0x6dffffffffffffffull, 0xfffffffffffffff3ull, 0};

struct fields {
  struct id host, service, method, call;
  const char *package, *name;
  struct span any;
  i64 number;
  int has_any, all;
};

static u8 response_room[4096];
static struct span response;

static void put_message(struct writer *w, u32 field, struct writer *inner, const u8 *start) {
  put_bytes(w, field, start, (u32)(inner->at - start));
}

static void put_request(struct writer *w, enum system_call call, const struct fields *f) {
  u8 room[1024];
  struct writer inner = {room, room + sizeof room};
  switch (call) {
    case REGISTER:
      put_id(w, 1, f->host);
      put_text(w, 2, f->name);
      break;
    case BIND_METHOD:
      put_id(w, 1, f->host);
      put_id(w, 2, f->service);
      put_text(w, 3, f->name);
      break;
    case EXPORT_NAME:
    case REQUIRE:
      put_text(&inner, 1, f->package);
      put_text(&inner, 2, f->name);
      if (call == EXPORT_NAME) put_id(w, 1, f->service);
      put_message(w, call == EXPORT_NAME ? 2 : 1, &inner, room);
      put_id(w, call == EXPORT_NAME ? 3 : 2, call == EXPORT_NAME ? f->host : f->service);
      break;
    case LAUNCH:
      put_id(w, 1, f->service);
      put_id(w, 2, f->call);
      put_id(w, 3, f->host);
      put_id(w, 4, f->method);
      break;
    case LOCATE:
      put_text(w, 1, f->package);
      put_text(w, 2, f->name);
      put_id(w, 3, f->service);
      break;
    case DISPATCH:
    case RETURN_VALUE:
      put_id(&inner, 1, f->host);
      put_id(&inner, 2, f->service);
      put_id(&inner, 3, f->method);
      put_id(&inner, 4, f->call);
      put_message(w, 1, &inner, room);
      if (f->has_any) put_bytes(w, call == DISPATCH ? 3 : 2, f->any.at, f->any.length);
      if (call == RETURN_VALUE) put_number(w, 3, (u64)f->number);
      break;
    case EXIT:
      put_id(&inner, 1, f->service);
      put_number(&inner, 2, (u64)f->number);
      put_message(w, 1, &inner, room);
      put_id(w, 2, f->call);
      put_id(w, 3, f->host);
      put_id(w, 4, f->method);
      put_number(w, 5, (u64)f->all);
      break;
    case TIMER:
      put_id(w, 1, f->call);
      put_number(w, 2, (u64)f->number);
      break;
#ifdef LOOP
    case READ_ONE:
      put_number(w, 1, (u64)f->number);
      put_id(w, 2, f->host);
      break;
#endif
    default: __builtin_trap();
  }
}

// Answers the error number; the response stands in `response` until the next call.
static i32 ask(enum system_call call, const struct fields *f) {
  u32 room = 2048 + (f->has_any ? f->any.length : 0);
  u8 *request = allocate(room);
  struct writer w = {request, request + room};
  put_request(&w, call, f);
  i32 error = -1;
  u64 result = system_call_functions[call]((u32)(w.at - request), request, response_room, &error);
  release(request);
  if (error < 0 || error > 255) __builtin_trap(); // the host must always set it
  response = (struct span){(const u8 *)(u32)result, (u32)(result >> 32)};
  if (error && result) __builtin_trap();
  return error;
}

static struct id response_id(u32 field) {
  struct id id = {0};
  for (struct reader r = reading(response); next_field(&r);)
    if (r.field == field) id = to_id(r.bytes);
  return id;
}
