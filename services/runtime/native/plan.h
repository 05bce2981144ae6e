/* A plan is a sequence of NUL-terminated strings: the name of a step, then its arguments. The program knows nothing
 * of containers; what to do, and in which order, is decided by whoever writes the plan (core/plan.ts). */
#ifndef PLAN_H
#define PLAN_H

#include "sys.h"

/* What the part of the plan before `fork` tells the supervisor. */
struct options {
  const char *log;    /* path of the log file; 0 = none */
  const char *socket; /* where to listen for control connections; 0 = nowhere */
  const char *exits;  /* path of the file that gets the exit status; 0 = none */
  int tty;
  int stdin_open;
  int stdin_once;
  unsigned long clone_flags; /* of the child */
  int forks;
};

struct plan {
  const char *next, *end;
  long step; /* index of the step being done, for error reports */
  struct options options;
  int tty_socket; /* where the child sends the master of its terminal */
};

/* Does the steps up to `fork`, `exec` or the end. 0, or -errno of the step at plan->step. */
long plan_run(struct plan *plan);

/* The program's entry in the supervisor's role. */
int supervise(struct plan *plan);

#endif
