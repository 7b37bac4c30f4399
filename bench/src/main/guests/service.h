// A guest with one service: its start, and its system calls.
#pragma once
#include "wire.h"

static struct id host, service;
static u8 response_room[4096];
static u64 random_state;

// A guest's own ids come from a generator that random_get has seeded.
static u64 next_random(void) {
  u64 x = random_state += 0x9e3779b97f4a7c15ull;
  x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ x >> 27) * 0x94d049bb133111ebull;
  return x ^ x >> 31;
}

// Two numbers of nine bytes each on the wire, of random bits but for the letter and the lowest bits
// of the second, which tell this guest's open calls apart.
static struct id new_call_id(u32 slot) {
  const u64 more = 0x8080808080808080ull;
  u64 high = next_random() | more, low = next_random() | more;
  struct id id = {20, {0}};
  id.raw[0] = 1 << 3;
  __builtin_memcpy(id.raw + 1, &high, 8);
  id.raw[9] = 'c';
  id.raw[10] = 2 << 3;
  low = (low & ~0x7f7full) | (slot & 0x7f) | (u64)(slot >> 7 & 0x7f) << 8;
  __builtin_memcpy(id.raw + 11, &low, 8);
  id.raw[19] = 1;
  return id;
}

static u32 slot_of(const u8 *raw) { return (raw[11] & 0x7f) | (u32)(raw[12] & 0x7f) << 7; }

typedef u64 system_call(u32, const void *, void *, i32 *);

static struct span ask(system_call *call, const u8 *request, u32 length) {
  i32 error = -1;
  u64 result = call(length, request, response_room, &error);
  require(!error);
  return (struct span){(const u8 *)(u32)result, (u32)(result >> 32)};
}

static void put_name(struct writer *w, u32 field, const char *package, const char *name) {
  u8 room[128];
  struct writer inner = {room};
  put_text(&inner, 1, package);
  put_text(&inner, 2, name);
  put_bytes(w, field, room, (u32)(inner.at - room));
}

// What it requires is of one package.
static void start_service(const char *name, const char *package, char **required, u32 required_count,
                          const char *method) {
  u8 room[256];
  require(!random_get(&random_state, sizeof random_state));
  host = id_of(from_hex(environment("HOSTID_HIGH")), from_hex(environment("HOSTID_LOW")));

  struct writer w = {room};
  put_id(&w, 1, host);
  put_text(&w, 2, name);
  service = to_id(field_of(ask(register_, room, (u32)(w.at - room)), 1));

  w.at = room;
  put_id(&w, 1, service);
  put_name(&w, 2, "bench.v1", name);
  put_id(&w, 3, host);
  ask(export_, room, (u32)(w.at - room));

  for (u32 i = 0; i < required_count; i++) {
    w.at = room;
    put_name(&w, 1, package, required[i]);
    put_id(&w, 2, service);
    ask(require_, room, (u32)(w.at - room));
  }

  w.at = room;
  put_id(&w, 1, host);
  put_id(&w, 2, service);
  put_text(&w, 3, method);
  ask(bind_method_, room, (u32)(w.at - room));

  w.at = room;
  put_id(&w, 1, service);
  put_id(&w, 2, new_call_id(0));
  put_id(&w, 3, host);
  put_id(&w, 4, id_of(0x6dffffffffffffffull, 0xfffffffffffffff0ull));
  ask(launch_, room, (u32)(w.at - room));
}

enum { BUNDLE_MARGIN = 160 }; // what a request has around its Any, at most
static struct room answering;

static void answer(struct id call, struct span result) {
  u8 *room = room_of(&answering, BUNDLE_MARGIN + result.length), bundle[64];
  struct writer w = {room}, inner = {bundle};
  put_id(&inner, 1, host);
  put_id(&inner, 4, call);
  put_bytes(&w, 1, bundle, (u32)(inner.at - bundle));
  if (result.at) put_bytes(&w, 2, result.at, result.length);
  ask(return_value_, room, (u32)(w.at - room));
}

static void on_call(struct id call, struct span param);
static void on_resolved(struct span resolved);
static void begin(void);

static void on_event(struct span message) {
  struct span bundle = {0}, param = {0}, resolved = {0};
  for (struct reader r = reading(message); next_field(&r);) {
    if (r.field == 2) bundle = r.bytes;
    if (r.field == 3) param = r.bytes;
    if (r.field == 5) resolved = r.bytes;
  }
  if (resolved.at) on_resolved(resolved);
  else if (bundle.length) on_call(to_id(field_of(bundle, 4)), param);
}

// One event is in work at a time, and no system call but read_one_ answers with more than a room.
static struct room arriving;

EXPORT("parigot_alloc_") void *parigot_alloc_(u32 size) {
  return room_of(&arriving, size < 512 ? 512 : size);
}

#ifdef LOOP
EXPORT("_start") void start(void) {
  static u8 event_room[4096];
  begin();
  u8 request[64];
  struct writer w = {request};
  put_number(&w, 1, (u64)-1);
  put_id(&w, 2, host);
  for (;;) {
    i32 error = -1;
    u64 result = read_one_((u32)(w.at - request), request, event_room, &error);
    require(error == 0 || error == 30);
    if (!error) on_event((struct span){(const u8 *)(u32)result, (u32)(result >> 32)});
  }
}
#else
EXPORT("_initialize") void initialize(void) { begin(); }

EXPORT("parigot_deliver_") void deliver(const u8 *bytes, u32 length) {
  on_event((struct span){bytes, length});
}
#endif
