case $(systemctl is-active -- 'demo.service') in
  inactive | unknown) exit 0 ;;
  failed) ;;
  *) systemctl stop -- 'demo.service' || exit ;;
esac
systemctl reset-failed -- 'demo.service' 2>/dev/null
case $(systemctl is-active -- 'demo.service') in inactive | failed | unknown) ;; *) exit 1 ;; esac
