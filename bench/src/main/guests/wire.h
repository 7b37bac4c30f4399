// Reads and writes the little protobuf that the contract with the kernel needs.
#pragma once
#include "host.h"

struct span {
  const u8 *at;
  u32 length;
};

// An id as it travels, an IdRaw in its 4 to 22 bytes: nobody here needs the numbers in it, and bits
// are compared as they came.
struct id {
  u32 length;
  u8 raw[24];
};

// The room must be large enough: the kernel's messages have few fields, each of a known size.
struct writer {
  u8 *at;
};

static void put_varint(struct writer *w, u64 value) {
  u8 *at = w->at;
  while (value > 0x7f) {
    *at++ = (u8)value | 0x80;
    value >>= 7;
  }
  *at++ = (u8)value;
  w->at = at;
}

static void put_raw(struct writer *w, const void *bytes, u32 length) {
  __builtin_memcpy(w->at, bytes, length);
  w->at += length;
}

static void put_bytes(struct writer *w, u32 field, const void *bytes, u32 length) {
  put_varint(w, field << 3 | 2);
  put_varint(w, length);
  put_raw(w, bytes, length);
}

static void put_text(struct writer *w, u32 field, const char *text) {
  put_bytes(w, field, text, length_of(text));
}

static void put_number(struct writer *w, u32 field, u64 value) {
  put_varint(w, field << 3);
  put_varint(w, value);
}

static void put_id(struct writer *w, u32 field, struct id id) {
  w->at[0] = (u8)(field << 3 | 2);
  w->at[1] = (u8)id.length;
  __builtin_memcpy(w->at + 2, id.raw, sizeof id.raw);
  w->at += 2 + id.length;
}

static struct id id_of(u64 high, u64 low) {
  struct id id = {0};
  struct writer w = {id.raw};
  put_number(&w, 1, high);
  put_number(&w, 2, low);
  id.length = (u32)(w.at - id.raw);
  return id;
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
  if (r->at < r->end && *r->at < 0x80) return *r->at++;
  u64 value = 0;
  for (u32 shift = 0; shift < 64; shift += 7) {
    require(r->at < r->end);
    u8 next = *r->at++;
    value |= (u64)(next & 0x7f) << shift;
    if (next < 0x80) return value;
  }
  __builtin_trap();
}

static int next_field(struct reader *r) {
  if (r->at == r->end) return 0;
  u32 tag = (u32)take_varint(r);
  r->field = tag >> 3;
  if ((tag & 7) == 0) {
    r->number = take_varint(r);
    return 1;
  }
  require((tag & 7) == 2);
  u32 length = (u32)take_varint(r);
  require((u32)(r->end - r->at) >= length);
  r->bytes = (struct span){r->at, length};
  r->at += length;
  return 1;
}

static struct span field_of(struct span message, u32 field) {
  struct span found = {0};
  for (struct reader r = reading(message); next_field(&r);)
    if (r.field == field) found = r.bytes;
  return found;
}

static struct id to_id(struct span message) {
  struct id id = {message.length, {0}};
  require(message.length <= sizeof id.raw);
  __builtin_memcpy(id.raw, message.at, message.length);
  return id;
}

static int is_id(struct span message, const struct id *id) {
  return message.length == id->length && same_bytes(message.at, id->raw, id->length);
}

// An Any that holds a google.protobuf.BytesValue. Gives where the bytes begin, for the caller to
// fill in.
static const char bytes_type[] = "type.googleapis.com/google.protobuf.BytesValue";
enum { ANY_MARGIN = 80 };

static u32 varint_size(u32 value) {
  u32 size = 1;
  while (value >>= 7) size++;
  return size;
}

static u8 *put_any(struct writer *w, u32 length) {
  put_text(w, 1, bytes_type);
  put_varint(w, 2 << 3 | 2);
  put_varint(w, 1 + varint_size(length) + length);
  put_varint(w, 1 << 3 | 2);
  put_varint(w, length);
  u8 *bytes = w->at;
  w->at += length;
  return bytes;
}
