lab_job=${0%/*}
umask 022
echo "$$" >"$lab_job/keeper"
setsid sh "$lab_job/script" </dev/null >"$lab_job/stdout" 2>"$lab_job/stderr" 3>&- &
lab_group=$!
echo "$lab_group" >"$lab_job/group"
setsid sh "$lab_job/watch" "$lab_group" </dev/null >/dev/null 2>&1 3>&- &
lab_watch=$!
echo begun >&3
exec 3>&-
wait "$lab_group"
lab_code=$?
if [ -e "$lab_job/late" ]; then
  wait "$lab_watch"
  lab_code=124
  echo 'ended after 3600 s, with its children' >>"$lab_job/stderr"
else
  kill -TERM "-$lab_watch" "$lab_watch" 2>/dev/null
fi
rm -f "$lab_job/watch"
echo "$lab_code" >"$lab_job/exit_code.new"
mv "$lab_job/exit_code.new" "$lab_job/exit_code"
