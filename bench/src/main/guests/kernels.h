// The programs that are timed in a guest, natively and interpreted. Each takes how much to do, which
// costs in proportion, and gives a number that depends on all of it.
#pragma once
#include <stdint.h>

static uint32_t rotated(uint32_t x, int n) { return x >> n | x << (32 - n); }

// SHA-256 of so many blocks of 64 bytes.
static uint64_t sha256(uint32_t blocks) {
  static const uint32_t k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
  uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  for (uint32_t block = 0; block < blocks; block++) {
    uint32_t w[64];
    for (int i = 0; i < 16; i++) w[i] = block * 16 + (uint32_t)i;
    for (int i = 16; i < 64; i++) {
      uint32_t a = w[i - 15], b = w[i - 2];
      w[i] = w[i - 16] + (rotated(a, 7) ^ rotated(a, 18) ^ a >> 3) + w[i - 7] +
             (rotated(b, 17) ^ rotated(b, 19) ^ b >> 10);
    }
    uint32_t s[8];
    for (int i = 0; i < 8; i++) s[i] = h[i];
    for (int i = 0; i < 64; i++) {
      uint32_t e = s[4], a = s[0];
      uint32_t t1 = s[7] + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + ((e & s[5]) ^ (~e & s[6])) + k[i] + w[i];
      uint32_t t2 = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
      for (int j = 7; j > 0; j--) s[j] = s[j - 1];
      s[4] += t1;
      s[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++) h[i] += s[i];
  }
  return (uint64_t)h[0] << 32 | h[7];
}

// Five bodies under gravity, for so many steps.
static uint64_t nbody(uint32_t steps) {
  enum { N = 5 };
  double p[N][3], v[N][3], m[N];
  for (int i = 0; i < N; i++) {
    m[i] = 40.0 / (1 + i * i * 8);
    for (int d = 0; d < 3; d++) {
      p[i][d] = i * (d + 1) * 2.5 - d;
      v[i][d] = (i - d) * 0.4;
    }
  }
  for (uint32_t step = 0; step < steps; step++) {
    for (int i = 0; i < N; i++)
      for (int j = i + 1; j < N; j++) {
        double d[3], square = 0.01;
        for (int x = 0; x < 3; x++) {
          d[x] = p[i][x] - p[j][x];
          square += d[x] * d[x];
        }
        double force = 0.001 / (square * __builtin_sqrt(square));
        for (int x = 0; x < 3; x++) {
          v[i][x] -= d[x] * m[j] * force;
          v[j][x] += d[x] * m[i] * force;
        }
      }
    for (int i = 0; i < N; i++)
      for (int x = 0; x < 3; x++) p[i][x] += 0.001 * v[i][x];
  }
  double sum = 0;
  for (int i = 0; i < N; i++) sum += p[i][0] + v[i][1];
  uint64_t bits;
  __builtin_memcpy(&bits, &sum, sizeof bits);
  return bits;
}

// The primes below 30,000, so many times.
static uint64_t sieve(uint32_t times) {
  enum { SIZE = 30000 };
  static uint8_t composite[SIZE];
  uint64_t primes = 0;
  for (uint32_t t = 0; t < times; t++) {
    __builtin_memset(composite, 0, SIZE);
    for (uint32_t i = 2; i < SIZE; i++) {
      if (composite[i]) continue;
      primes += i ^ t;
      for (uint32_t j = i * 2; j < SIZE; j += i) composite[j] = 1;
    }
  }
  return primes;
}

__attribute__((noinline)) static uint32_t fib_of(uint32_t n) { return n < 2 ? n : fib_of(n - 1) + fib_of(n - 2); }

// The twentieth number of Fibonacci by recursion, so many times.
static uint64_t fib(uint32_t times) {
  uint64_t sum = 0;
  for (uint32_t t = 0; t < times; t++) sum += fib_of(20 + (t & 1));
  return sum;
}

static uint64_t compute(uint32_t which, uint32_t much) {
  switch (which) {
    case 0: return sha256(much);
    case 1: return nbody(much);
    case 2: return sieve(much);
    default: return fib(much);
  }
}
