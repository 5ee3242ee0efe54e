#!/bin/sh
# class-shard.sh SHARDS COMMAND...: a task of a Slurm array does its part of a class.
shards=$1
shift
exec "$@" --jobs "${SLURM_CPUS_ON_NODE:-1}" --shard "$SLURM_ARRAY_TASK_ID/$shards"
