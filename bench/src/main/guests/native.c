// The same programs natively: which, how much, how often; prints what each run gave and the
// nanoseconds it took.
#include "kernels.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int count, char **args) {
  if (count != 4) return 1;
  for (int i = atoi(args[3]); i > 0; i--) {
    struct timespec from, to;
    clock_gettime(CLOCK_MONOTONIC, &from);
    uint64_t result = compute((uint32_t)atoi(args[1]), (uint32_t)atoi(args[2]));
    clock_gettime(CLOCK_MONOTONIC, &to);
    printf("%lld %lld\n", (long long)result, (to.tv_sec - from.tv_sec) * 1000000000LL + to.tv_nsec - from.tv_nsec);
  }
  return 0;
}
