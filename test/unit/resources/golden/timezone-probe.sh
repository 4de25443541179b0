if [ -f '/usr/share/zoneinfo/Asia/Seoul' ]; then echo known; else echo unknown; fi
if [ -f '/usr/share/zoneinfo/UTC' ]; then echo known; else echo unknown; fi
