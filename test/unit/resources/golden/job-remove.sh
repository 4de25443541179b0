lab_jobs=/var/lib/lab/jobs
[ "$(id -u)" = 0 ] || lab_jobs=$HOME/.local/state/lab/jobs
lab_job=$lab_jobs/'build'
rm -rf -- "$lab_job"