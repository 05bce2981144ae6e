/* The steps of a plan, each one a thin skin over a system call. */
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/if.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <linux/filter.h>
#include <linux/sockios.h>
#include "plan.h"

#define MAX_TREES 256
#define PATH_SIZE 4096
#define MAX_GROUPS 64
#define AT_RECURSIVE_ 0x8000
#define OPEN_TREE_CLONE_ 1
#define MOVE_MOUNT_F_EMPTY_PATH_ 4
#define MNT_DETACH_ 2
#define AF_INET_ 2
#define SOCK_DGRAM_ 2
#define SOCK_CLOEXEC_ 02000000
#define S_IFMT_ 0170000
#define S_IFDIR_ 0040000
#define S_IFCHR_ 0020000
#define LAST_CAP 63

static int trees[MAX_TREES];

static const char *take(struct plan *plan) {
  const char *s = plan->next;
  if (s >= plan->end) return "";
  plan->next += length(s) + 1;
  return s;
}

static long open_path(const char *path, long flags, long mode) { return SYS(__NR_openat, AT_FDCWD, path, flags | O_CLOEXEC, mode); }

/* mkdir -p; directories that exist are fine. */
static long make_directories(const char *path, long mode) {
  char part[PATH_SIZE];
  size_t n = length(path);
  long r = 0;
  if (n >= PATH_SIZE) return -ENAMETOOLONG;
  for (size_t i = 1; i <= n; i++) {
    if (path[i] && path[i] != '/') continue;
    copy(part, path, i);
    part[i] = 0;
    r = SYS(__NR_mkdirat, AT_FDCWD, part, mode);
    if (r == -EEXIST) r = 0;
  }
  return r;
}

static long make_parent(const char *path) {
  char parent[PATH_SIZE];
  size_t n = length(path);
  if (n >= PATH_SIZE) return -ENAMETOOLONG;
  while (n && path[n - 1] != '/') n--;
  if (n <= 1) return 0;
  copy(parent, path, n - 1);
  parent[n - 1] = 0;
  return make_directories(parent, 0755);
}

static long make_file(const char *path, long mode) {
  long r = make_parent(path);
  if (r < 0) return r;
  r = open_path(path, O_WRONLY | O_CREAT, mode);
  if (r < 0) return r == -EISDIR ? 0 : r;
  SYS(__NR_close, r);
  return 0;
}

static long write_file(const char *path, const char *data) {
  long fd = open_path(path, O_WRONLY, 0), r;
  if (fd < 0) return fd;
  r = write_all(fd, data, length(data));
  SYS(__NR_close, fd);
  return r;
}

static long enter_namespace(const char *path, long kind) {
  long fd = open_path(path, O_RDONLY, 0), r;
  if (fd < 0) return fd;
  r = SYS(__NR_setns, fd, kind);
  SYS(__NR_close, fd);
  return r;
}

/* A detached copy of a mount, taken before the root changes and placed after: the target is then looked up inside the
 * container only, and no link in an image can lead out of it. */
static long take_tree(long slot, const char *path, long recursive) {
  long fd;
  if (slot < 0 || slot >= MAX_TREES) return -EINVAL;
  fd = SYS(__NR_open_tree, AT_FDCWD, path, OPEN_TREE_CLONE_ | O_CLOEXEC | (recursive ? AT_RECURSIVE_ : 0));
  if (fd < 0) return fd;
  trees[slot] = fd;
  return 0;
}

static long place_tree(long slot, const char *target) {
  struct statx s;
  long r;
  if (slot < 0 || slot >= MAX_TREES || !trees[slot]) return -EINVAL;
  r = SYS(__NR_statx, trees[slot], "", AT_EMPTY_PATH, STATX_TYPE, &s);
  if (r < 0) return r;
  r = (s.stx_mode & S_IFMT_) == S_IFDIR_ ? make_directories(target, 0755) : make_file(target, 0644);
  if (r < 0 && r != -EROFS) return r;
  return SYS(__NR_move_mount, trees[slot], "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH_);
}

static long set_attributes(const char *path, const char *set, const char *clear, const char *propagation, long recursive) {
  struct mount_attr attr = {number(set), number(clear), number(propagation), 0};
  return SYS(__NR_mount_setattr, AT_FDCWD, path, recursive ? AT_RECURSIVE_ : 0, &attr, sizeof attr);
}

static long change_root(const char *root) {
  long r = SYS(__NR_chdir, root);
  if (r < 0) return r;
  /* The old root ends up on top of the new one, and goes. Source: pivot_root(2), "pivot_root(".", ".")". */
  r = SYS(__NR_pivot_root, ".", ".");
  if (r < 0) return r;
  r = SYS(__NR_umount2, ".", MNT_DETACH_);
  return r < 0 ? r : SYS(__NR_chdir, "/");
}

/* `list` is comma-separated; empty clears the groups. */
static long set_groups(const char *list) {
  unsigned int groups[MAX_GROUPS];
  size_t n = 0;
  while (*list && n < MAX_GROUPS) {
    groups[n++] = number(list);
    while (*list && *list != ',') list++;
    if (*list) list++;
  }
  return SYS(__NR_setgroups, n, groups);
}

static long set_user(long uid) {
  long r = SYS(__NR_prctl, PR_SET_KEEPCAPS, 1, 0, 0, 0);
  return r < 0 ? r : SYS(__NR_setresuid, uid, uid, uid);
}

/* A user who is not root can open /dev/stdout again only when the pipe is his. */
static long own_streams(long uid, long gid) {
  for (int fd = 0; fd < 3; fd++) SYS(__NR_fchown, fd, uid, gid);
  return 0;
}

static long limit_bounding_set(unsigned long keep) {
  for (int cap = 0; cap <= LAST_CAP; cap++) {
    if (SYS(__NR_prctl, PR_CAPBSET_READ, cap, 0, 0, 0) != 1 || (keep >> cap & 1)) continue;
    long r = SYS(__NR_prctl, PR_CAPBSET_DROP, cap, 0, 0, 0);
    if (r < 0) return r;
  }
  return 0;
}

/* `ambient` is also what is inheritable. */
static long set_capabilities(unsigned long permitted, unsigned long effective, unsigned long ambient) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{effective, permitted, ambient}, {effective >> 32, permitted >> 32, ambient >> 32}};
  long r = SYS(__NR_capset, &header, data);
  for (int cap = 0; r == 0 && cap <= LAST_CAP; cap++)
    if (ambient >> cap & 1) r = SYS(__NR_prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0);
  return r;
}

static int hex_digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

/* `hex` is a program of struct sock_filter, in the byte order of this machine. */
static long set_seccomp(const char *hex) {
  static struct sock_filter filter[BPF_MAXINSNS];
  unsigned char *out = (unsigned char *)filter;
  size_t n = length(hex) / 2;
  if (n > sizeof filter) return -E2BIG;
  for (size_t i = 0; i < n; i++) out[i] = hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]);
  struct sock_fprog program = {n / sizeof(struct sock_filter), filter};
  return SYS(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

static long raise_interface(const char *name) {
  struct ifreq request = {0};
  long fd = SYS(__NR_socket, AF_INET_, SOCK_DGRAM_ | SOCK_CLOEXEC_, 0), r;
  if (fd < 0) return fd;
  for (int i = 0; i < IFNAMSIZ - 1 && name[i]; i++) request.ifr_name[i] = name[i];
  r = SYS(__NR_ioctl, fd, SIOCGIFFLAGS, &request);
  request.ifr_flags |= IFF_UP;
  if (r == 0) r = SYS(__NR_ioctl, fd, SIOCSIFFLAGS, &request);
  SYS(__NR_close, fd);
  return r;
}

static long set_limit(long resource, const char *soft, const char *hard) {
  unsigned long limit[2] = {number(soft), number(hard)};
  return SYS(__NR_prlimit64, 0, resource, limit, 0);
}

/* network.c */
long make_veth(const char *name, const char *peer, const char *netns);
long add_address(const char *name, const char *address, long prefix);
long add_route(const char *destination, long prefix, const char *gateway, const char *name);

/* Joins the standard streams to a TCP port of this network namespace; comes back only if it cannot connect. */
long relay(long port);

/* Opens the terminal of the container's own devpts as 0, 1, 2 and sends the other end to the supervisor. */
long send_terminal(int socket);

static long search_and_exec(char **argv, char **envp) {
  char candidate[PATH_SIZE];
  const char *path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  size_t name = length(argv[0]);
  long result = -ENOENT;
  for (size_t i = 0; argv[0][i]; i++)
    if (argv[0][i] == '/') return SYS(__NR_execve, argv[0], argv, envp);
  for (char **e = envp; *e; e++)
    if (starts_with(*e, "PATH=")) path = *e + 5;
  while (*path) {
    size_t n = 0;
    while (path[n] && path[n] != ':') n++;
    if (n + name + 2 < PATH_SIZE) {
      copy(candidate, path, n);
      candidate[n] = '/';
      copy(candidate + n + 1, argv[0], name + 1);
      long r = SYS(__NR_execve, candidate, argv, envp);
      if (r != -ENOENT && r != -ENOTDIR) result = r;
    }
    path += n + (path[n] == ':');
  }
  return result;
}

/* Arguments: number of arguments, they, number of variables, they. Does not come back unless it fails. */
static long do_exec(struct plan *plan) {
  static char *vector[1 << 16]; /* only the pages used become real */
  const size_t room = sizeof vector / sizeof *vector;
  char **argv = vector, **envp;
  size_t argc = number(take(plan)), envc;
  unsigned long none = 0;
  if (argc == 0 || argc + 2 >= room) return -EINVAL;
  for (size_t i = 0; i < argc; i++) argv[i] = (char *)take(plan);
  envp = argv + argc + 1;
  envc = number(take(plan));
  if (argc + envc + 2 >= room) return -E2BIG;
  for (size_t i = 0; i < envc; i++) envp[i] = (char *)take(plan);
  SYS(__NR_rt_sigprocmask, 2 /* SIG_SETMASK */, &none, 0, sizeof none);
  SYS(__NR_close_range, 3, ~0U, CLOSE_RANGE_CLOEXEC);
  return search_and_exec(argv, envp);
}

static long mount_step(struct plan *plan) {
  const char *source = take(plan), *target = take(plan), *type = take(plan), *flags = take(plan), *data = take(plan);
  return SYS(__NR_mount, source, target, *type ? type : 0, number(flags), *data ? data : 0);
}

static long file_step(struct plan *plan, const char *op) {
  const char *a = take(plan);
  if (equal(op, "mkdir")) return make_directories(a, number(take(plan)));
  if (equal(op, "file")) return make_file(a, number(take(plan)));
  if (equal(op, "write")) return write_file(a, take(plan));
  if (equal(op, "symlink")) {
    long r = SYS(__NR_symlinkat, a, AT_FDCWD, take(plan));
    return r == -EEXIST ? 0 : r;
  }
  if (equal(op, "whiteout")) return SYS(__NR_mknodat, AT_FDCWD, a, S_IFCHR_, 0);
  if (equal(op, "xattr")) {
    const char *name = take(plan), *value = take(plan);
    return SYS(__NR_setxattr, a, name, value, length(value), 0);
  }
  if (equal(op, "chdir")) return SYS(__NR_chdir, a);
  if (equal(op, "pivot")) return change_root(a);
  if (equal(op, "umount")) return SYS(__NR_umount2, a, number(take(plan)));
  if (equal(op, "place")) return place_tree(number(a), take(plan));
  if (equal(op, "tree")) {
    const char *path = take(plan);
    return take_tree(number(a), path, number(take(plan)));
  }
  if (equal(op, "attr")) {
    const char *set = take(plan), *clear = take(plan), *propagation = take(plan);
    return set_attributes(a, set, clear, propagation, number(take(plan)));
  }
  return -ENOSYS;
}

static long process_step(struct plan *plan, const char *op) {
  const char *a = take(plan);
  if (equal(op, "setns")) return enter_namespace(a, number(take(plan)));
  if (equal(op, "unshare")) return SYS(__NR_unshare, number(a));
  if (equal(op, "hostname")) return SYS(__NR_sethostname, a, length(a));
  if (equal(op, "ifup")) return raise_interface(a);
  if (equal(op, "groups")) return set_groups(a);
  if (equal(op, "gid")) return SYS(__NR_setresgid, number(a), number(a), number(a));
  if (equal(op, "uid")) return set_user(number(a));
  if (equal(op, "streams")) return own_streams(number(a), number(take(plan)));
  if (equal(op, "umask")) return SYS(__NR_umask, number(a)) < 0;
  if (equal(op, "bounding")) return limit_bounding_set(number(a));
  if (equal(op, "seccomp")) return set_seccomp(a);
  if (equal(op, "diesWithParent")) return SYS(__NR_prctl, PR_SET_PDEATHSIG, number(a), 0, 0, 0);
  if (equal(op, "noNewPrivileges")) return SYS(__NR_prctl, PR_SET_NO_NEW_PRIVS, number(a), 0, 0, 0);
  if (equal(op, "relay")) return relay(number(a));
  if (equal(op, "terminal")) return send_terminal(plan->tty_socket);
  if (equal(op, "rlimit")) {
    const char *soft = take(plan);
    return set_limit(number(a), soft, take(plan));
  }
  if (equal(op, "capabilities")) {
    const char *effective = take(plan);
    return set_capabilities(number(a), number(effective), number(take(plan)));
  }
  return -ENOSYS;
}

static long network_step(struct plan *plan, const char *op) {
  const char *a = take(plan), *b = take(plan), *c = take(plan);
  if (equal(op, "veth")) return make_veth(a, b, c);
  if (equal(op, "address")) return add_address(a, b, number(c));
  return add_route(a, number(b), c, take(plan));
}

static int option_step(struct plan *plan, const char *op) {
  struct options *o = &plan->options;
  if (equal(op, "log")) o->log = take(plan);
  else if (equal(op, "socket")) o->socket = take(plan);
  else if (equal(op, "exits")) o->exits = take(plan);
  else if (equal(op, "tty")) o->tty = number(take(plan));
  else if (equal(op, "stdin")) o->stdin_open = number(take(plan));
  else if (equal(op, "stdinOnce")) o->stdin_once = number(take(plan));
  else return 0;
  return 1;
}

static const char *const FILE_STEPS[] = {"mkdir", "file", "write", "symlink", "whiteout", "xattr", "chdir", "pivot", "umount", "place", "tree", "attr", 0};

static const char *const NETWORK_STEPS[] = {"veth", "address", "route", 0};

static int one_of(const char *op, const char *const *names) {
  for (; *names; names++)
    if (equal(op, *names)) return 1;
  return 0;
}

long plan_run(struct plan *plan) {
  while (plan->next < plan->end) {
    const char *op = take(plan);
    int optional = *op == '?'; /* such a step may fail */
    long r;
    if (optional) op++;
    if (equal(op, "fork")) {
      plan->options.forks = 1;
      plan->options.clone_flags = number(take(plan));
      plan->step++;
      return 0;
    }
    if (option_step(plan, op)) r = 0;
    else if (equal(op, "exec")) r = do_exec(plan);
    else if (equal(op, "mount")) r = mount_step(plan);
    else if (one_of(op, FILE_STEPS)) r = file_step(plan, op);
    else if (one_of(op, NETWORK_STEPS)) r = network_step(plan, op);
    else r = process_step(plan, op);
    if (r < 0 && !optional) return r;
    plan->step++;
  }
  return 0;
}
