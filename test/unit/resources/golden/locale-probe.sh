if command -v locale-gen >/dev/null; then echo generator; fi
if command -v locale >/dev/null; then
  echo tools
  LC_ALL=C locale -a 2>/dev/null
fi
