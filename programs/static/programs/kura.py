# Kurayı yineleyin: python3 kura.py liste.txt "KURA SAYISI" [katılmayan kodlar]
import sys
from hashlib import sha256
from pathlib import Path

rows = [line.split(";") for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
seed, out, seated = sys.argv[2], sys.argv[3:], set()
free = sum(int(row[1]) for row in rows if row[0] == "yer")
quotas = [(row[1], int(row[2])) for row in rows if row[0] == "kontenjan"]
parties = [row for row in rows if row[0] == "kayit"]
parties.sort(key=lambda row: (row[4], sha256(f"{seed}:{row[1]}".encode()).hexdigest()))
for group, left in [*quotas, ("", free)]:
    for _kind, code, seats, own, _before in parties:
        fits = int(seats) <= min(left, free) and group in ("", own)
        if fits and code not in out and code not in seated:
            seated.add(code)
            left, free = left - int(seats), free - int(seats)
for rank, (_kind, code, *_rest) in enumerate(parties, 1):
    won = "yer" if code in seated else "yedek"
    print(rank, code, "katilmiyor" if code in out else won)
