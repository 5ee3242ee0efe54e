# shellcheck shell=bash
# hosts.sh: other machines for the tests of a class, all of them this one: an ssh server and a Slurm of
# one node, each with its configuration, keys and logs in $work, on ports of 127.0.0.1, and gone at the
# end. Whoever reads it sets work.
: "${work:?}"
daemons=()

stop_hosts() {
    local pid
    for pid in "${daemons[@]}"; do kill "$pid" 2>/dev/null; done
    for pid in "${daemons[@]}"; do wait "$pid" 2>/dev/null; done
    daemons=()
}

begin() { # begin LOG COMMAND...: a daemon that stays in the foreground
    "${@:2}" >"$work/$1.log" 2>&1 </dev/null &
    daemons+=($!)
}

# So many tries of a command, a quarter of a second apart.
within() { # within TRIES COMMAND...
    local tries=$1
    shift
    until "$@" >/dev/null 2>&1; do
        [ $((tries--)) -gt 0 ] || return 1
        sleep 0.25
    done
}

# Afterwards `ssh -F $work/ssh.config here` works.
start_ssh() { # start_ssh PORT
    mkdir -p /run/sshd || return
    ssh-keygen -q -t ed25519 -N '' -f "$work/host-key" && ssh-keygen -q -t ed25519 -N '' -f "$work/key" || return
    cp "$work/key.pub" "$work/authorized"
    echo "[127.0.0.1]:$1 $(cut -d ' ' -f 1,2 "$work/host-key.pub")" >"$work/known"
    cat >"$work/sshd.config" <<END
Port $1
ListenAddress 127.0.0.1
HostKey $work/host-key
AuthorizedKeysFile $work/authorized
PasswordAuthentication no
StrictModes no
UsePAM no
PidFile none
END
    cat >"$work/ssh.config" <<END
Host here
    HostName 127.0.0.1
    Port $1
    IdentityFile $work/key
    IdentitiesOnly yes
    UserKnownHostsFile $work/known
    LogLevel ERROR
END
    begin sshd /usr/sbin/sshd -D -e -f "$work/sshd.config"
    within 40 ssh -F "$work/ssh.config" here true
}

# Afterwards, with SLURM_CONF exported, `sbatch` works; arrays have fewer than MOST tasks.
start_slurm() { # start_slurm PORT MOST
    local host
    host=$(hostname -s)
    mkdir -p "$work/munge" "$work/state" "$work/spool"
    chmod 700 "$work/munge"
    head -c 1024 /dev/urandom >"$work/munge/key"
    chmod 600 "$work/munge/key"
    export SLURM_CONF=$work/slurm.conf
    cat >"$SLURM_CONF" <<END
ClusterName=one
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$1
SlurmdPort=$(($1 + 1))
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
CredType=cred/munge
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
MaxArraySize=$2
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=day Nodes=$host Default=YES MaxTime=60 State=UP
END
    begin munged munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" \
        --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed"
    within 40 test -S "$work/munge/socket" || return
    begin slurmctld slurmctld -D -c -i
    begin slurmd slurmd -D -N "$host"
    within 120 srun -N1 true
}
