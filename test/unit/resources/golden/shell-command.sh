cd '/srv' || exit
export A='it'\''s'
exec '/bin/sh' /dev/fd/3 <<'LAB' 3<<'LAB'
text
LAB
cat
echo $A
LAB