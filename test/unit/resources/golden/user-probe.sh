getent passwd 'alice' 'bob'
echo ---
getent shadow 'alice' 'bob' | while IFS=: read -r name hash _; do
  case $hash in !*) printf 'locked %s\n' "$name" ;; esac
  case $name in 'alice')
    printf 'digest %s ' "$name"
    printf %s "${hash#!}" | sha256sum
    ;;
  esac
done
echo ---
getent group
:
