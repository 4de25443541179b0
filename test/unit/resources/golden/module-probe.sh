if [ -e /proc/modules ]; then echo loadable; fi
if command -v modprobe >/dev/null; then echo modprobe; fi
if [ -d '/sys/module/br_netfilter' ]; then echo loaded 'br_netfilter'
elif [ -e /proc/sys/net/bridge ]; then echo builtin 'br_netfilter'
fi
if [ -d '/sys/module/overlay' ]; then echo loaded 'overlay'
fi
grep -hsE '(/|[[:space:]])(br[-_]netfilter|overlay)(\.ko)?$' "/lib/modules/$(uname -r)/modules.builtin" /proc/filesystems
:
