getent group 'sudo' 'adm' || :
