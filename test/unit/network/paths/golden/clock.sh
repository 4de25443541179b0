echo "1000000 $(date +%s.%N)"
