// Reads and writes the little protobuf that the contract with the kernel needs.
#pragma once
#include "host.h"

struct span {
  const u8 *at;
  u32 length;
};

struct id {
  u64 high, low;
  int absent; // writes no field at all, which is not the same as a field with an empty id
};

struct writer {
  u8 *at, *end;
};

static void put_byte(struct writer *w, u8 value) {
  if (w->at == w->end) __builtin_trap();
  *w->at++ = value;
}

static void put_varint(struct writer *w, u64 value) {
  while (value > 0x7f) {
    put_byte(w, (u8)value | 0x80);
    value >>= 7;
  }
  put_byte(w, (u8)value);
}

static void put_bytes(struct writer *w, u32 field, const void *bytes, u32 length) {
  put_varint(w, field << 3 | 2);
  put_varint(w, length);
  if ((u32)(w->end - w->at) < length) __builtin_trap();
  __builtin_memcpy(w->at, bytes, length);
  w->at += length;
}

static void put_text(struct writer *w, u32 field, const char *text) {
  if (*text) put_bytes(w, field, text, length_of(text));
}

static void put_number(struct writer *w, u32 field, u64 value) {
  if (!value) return;
  put_varint(w, field << 3);
  put_varint(w, value);
}

static void put_id(struct writer *w, u32 field, struct id id) {
  if (id.absent) return;
  u8 room[32];
  struct writer inner = {room, room + sizeof room};
  put_number(&inner, 1, id.high);
  put_number(&inner, 2, id.low);
  put_bytes(w, field, room, (u32)(inner.at - room));
}

// One field at a time; the fields of a message that nobody asks for are skipped.
struct reader {
  const u8 *at, *end;
  u32 field;
  u64 number;
  struct span bytes;
};

static struct reader reading(struct span message) {
  return (struct reader){.at = message.at, .end = message.at + message.length};
}

static u64 take_varint(struct reader *r) {
  u64 value = 0;
  for (u32 shift = 0; shift < 64; shift += 7) {
    if (r->at == r->end) __builtin_trap();
    u8 next = *r->at++;
    value |= (u64)(next & 0x7f) << shift;
    if (next < 0x80) return value;
  }
  __builtin_trap();
}

static int next_field(struct reader *r) {
  if (r->at == r->end) return 0;
  u64 tag = take_varint(r);
  r->field = (u32)(tag >> 3);
  r->number = 0;
  u32 length;
  switch (tag & 7) {
    case 0: r->number = take_varint(r); return 1;
    case 1: length = 8; break;
    case 2: length = (u32)take_varint(r); break;
    case 5: length = 4; break;
    default: __builtin_trap();
  }
  if ((u32)(r->end - r->at) < length) __builtin_trap();
  r->bytes = (struct span){r->at, length};
  r->at += length;
  return 1;
}

static struct id to_id(struct span message) {
  struct id id = {0};
  for (struct reader r = reading(message); next_field(&r);) {
    if (r.field == 1) id.high = r.number;
    if (r.field == 2) id.low = r.number;
  }
  return id;
}

static int same_id(struct id a, struct id b) { return a.high == b.high && a.low == b.low; }

static int is_set(struct id id) { return (id.high & 0xffffffffffffull) || id.low; }
