# SPDX-License-Identifier: MIT
"""A small certificate authority, made with the openssl command and stored in one folder.

    ca.pem -> intermediate.pem -> good | wrong-name | expired     other-ca.pem -> unknown-ca     self-signed

The authorities have P-256 keys. A leaf has a P-256 key too ("ec") or an RSA key ("rsa"). With "rsa-chain" all keys of
the chain are RSA; its root is ca-rsa.pem.
"""

import contextlib
import datetime
import fcntl
import os
import subprocess
import tempfile

KINDS = ("good", "wrong-name", "expired", "self-signed", "unknown-ca")
KEYS = ("ec", "rsa", "rsa-chain")
GOOD_NAMES = "DNS:localhost,DNS:api.x.com,IP:127.0.0.1,IP:::1"
OTHER_NAMES = "DNS:other.example"
DAY = 86400

CONFIG = """
[ca]
default_ca = local
[local]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[req]
prompt = no
distinguished_name = name
[name]
commonName = set-by-subj
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
subjectAltName = %s
"""


def default_dir():
    cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return os.path.join(cache, "pipit", "local_x")


def _openssl(work, *args):
    done = subprocess.run(("openssl",) + args, cwd=work, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        raise RuntimeError("openssl %s: %s" % (args[0], done.stdout.decode("utf-8", "replace").strip()))


def _usable(path, seconds):
    """True if the certificate exists and will be valid for this time."""
    if not os.path.exists(path):
        return False
    command = ("openssl", "x509", "-noout", "-in", path, "-checkend", str(seconds))
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False).returncode == 0


def _date(days):
    when = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    return when.strftime("%Y%m%d%H%M%SZ")


def _key(work, path, key):
    how = ("EC", "-pkeyopt", "ec_paramgen_curve:P-256") if key == "ec" else ("RSA", "-pkeyopt", "rsa_keygen_bits:2048")
    _openssl(work, "genpkey", "-algorithm", *how, "-out", path)
    os.chmod(os.path.join(work, path), 0o600)


def _sign(work, name, section, common_name, issuer=None, names=GOOD_NAMES, days=(-1, 365), key="ec"):
    """Makes NAME.key and NAME.pem in `work`; without an issuer the certificate is self-signed."""
    with open(os.path.join(work, "openssl.cnf"), "w", encoding="ascii") as config:
        config.write(CONFIG % names)
    open(os.path.join(work, "index.txt"), "w", encoding="ascii").close()
    _key(work, name + ".key", key)
    _openssl(work, "req", "-new", "-config", "openssl.cnf", "-key", name + ".key",
             "-subj", "/CN=" + common_name, "-out", name + ".csr")
    signer = ("-cert", issuer + ".pem", "-keyfile", issuer + ".key") if issuer else (
        "-selfsign", "-keyfile", name + ".key")
    _openssl(work, "ca", "-batch", "-notext", "-config", "openssl.cnf", "-in", name + ".csr",
             "-out", name + ".pem", "-startdate", _date(days[0]), "-enddate", _date(days[1]),
             "-extensions", section, *signer)


def _move(work, folder, *files):
    for name in files:
        os.replace(os.path.join(work, name), os.path.join(folder, name))


def _copy(source, work, *files):
    for name in files:
        with open(os.path.join(source, name), "rb") as one, open(os.path.join(work, name), "wb") as other:
            other.write(one.read())


def _family(key):
    """The end of the names of the authorities."""
    return "-rsa" if key == "rsa-chain" else ""


def _make_authorities(folder, key):
    end = _family(key)
    algorithm = "rsa" if end else "ec"
    made = ["intermediate" + end, "ca" + end]
    with tempfile.TemporaryDirectory(dir=folder) as work:
        _sign(work, made[1], "authority", "Pipit local test CA" + end, days=(-1, 3650), key=algorithm)
        _sign(work, made[0], "authority", "Pipit local test intermediate" + end, made[1], days=(-1, 1825), key=algorithm)
        if not end:
            _sign(work, "other-ca", "authority", "Pipit other test CA", days=(-1, 3650))
            made.insert(0, "other-ca")
        _move(work, folder, *(name + kind for name in made for kind in (".key", ".pem")))
    for name in os.listdir(folder):
        if name.startswith(KINDS) and ("-rsa-chain." in name) == bool(end):
            os.unlink(os.path.join(folder, name))


def _make_leaf(folder, kind, key):
    link = "intermediate" + _family(key)
    issuer = {"self-signed": None, "unknown-ca": "other-ca"}.get(kind, link)
    name = "%s-%s" % (kind, key)
    with tempfile.TemporaryDirectory(dir=folder) as work:
        if issuer:
            _copy(folder, work, issuer + ".key", issuer + ".pem")
        _sign(work, name, "server", "localhost" if kind != "wrong-name" else "other.example", issuer,
              OTHER_NAMES if kind == "wrong-name" else GOOD_NAMES,
              (-30, -2) if kind == "expired" else (-1, 365), "ec" if key == "ec" else "rsa")
        if issuer == link:
            with open(os.path.join(work, name + ".pem"), "ab") as chain, \
                    open(os.path.join(folder, link + ".pem"), "rb") as signer:
                chain.write(signer.read())
        _move(work, folder, name + ".key", name + ".pem")


@contextlib.contextmanager
def _locked(folder):
    with open(os.path.join(folder, "lock"), "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def ensure(folder, kind="good", key="ec"):
    """Makes certificates that are missing or will expire soon; returns the paths (ca, chain, key)."""
    folder = os.path.abspath(folder)
    os.makedirs(folder, mode=0o700, exist_ok=True)
    chain = os.path.join(folder, "%s-%s.pem" % (kind, key))
    with _locked(folder):
        for needed in ("ec", key):
            end = _family(needed)
            names = ("ca" + end, "intermediate" + end, "other-ca")
            if not all(_usable(os.path.join(folder, name + ".pem"), 30 * DAY) for name in names):
                _make_authorities(folder, needed)
        fresh = os.path.exists(chain) if kind == "expired" else _usable(chain, DAY)
        if not (fresh and os.path.exists(chain[:-4] + ".key")):
            _make_leaf(folder, kind, key)
    return os.path.join(folder, "ca%s.pem" % _family(key)), chain, chain[:-4] + ".key"
