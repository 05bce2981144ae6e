/* The first process of a pod that shares its PID namespace: reaps what is left behind, ends on SIGTERM or SIGINT. */
#include "sys.h"

#define SIGINT_ 2
#define SIGTERM_ 15
#define ANY_CHILD -1
#define WNOHANG_ 1

static void __attribute__((used, noreturn)) start(void) {
  unsigned long all = ~0UL;
  SYS(__NR_rt_sigprocmask, 0 /* SIG_BLOCK */, &all, 0, sizeof all);
  for (;;) {
    long signal = SYS(__NR_rt_sigtimedwait, &all, 0, 0, sizeof all);
    if (signal == SIGINT_ || signal == SIGTERM_) leave(0);
    if (signal == SIGCHLD_)
      while (SYS(__NR_wait4, ANY_CHILD, 0, WNOHANG_, 0) > 0) continue;
  }
}

#if defined(__x86_64__)
__asm__(".globl _start\n_start: xor %ebp,%ebp\n and $-16,%rsp\n call start\n");
#else
__asm__(".globl _start\n_start: mov x29,#0\n mov x30,#0\n bl start\n");
#endif
