module flotilla.dev/examples/fewest-pods-scheduler

go 1.22
