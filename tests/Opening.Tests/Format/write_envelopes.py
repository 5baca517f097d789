"""Writes the items of WrittenElsewhere.cs and medium.sealed from EnvelopeFormat.md alone (Python 3, pyca/cryptography).

Run it in this folder: it prints the C# lines and rewrites medium.sealed. It shares no code with the product, so what it writes
and the tests open says that the document is enough.
"""
import base64
import hashlib
import hmac
import math
import os

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CASE = "u/zUFgoehnTaxiKSrki+R4UmKtcHj57BG3SiVM5w+gc="
REPORTER = "QdbVMiqbVGoWvfIhPH5LAXvsXk4T8xCVtLz6CYSbhzM="
P = b"lajmero-policine/1 "
INSTANCE = bytes.fromhex("8b5e0a6453a34d519a9c0f2a7f3a1c11")
CASE_ID = bytes.fromhex("11112222333344445555666677778888")
ITEM_ID = bytes.fromhex("aaaabbbbccccddddeeeeffff00001111")


def private(text):
    return ec.derive_private_key(int.from_bytes(base64.b64decode(text), "big"), ec.SECP256R1())


def point(key):
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def extract(salt, ikm):
    return hmac.new(salt or bytes(32), ikm, hashlib.sha256).digest()


def expand(prk, info, length):
    out, block, count = b"", b"", 1
    while len(out) < length:
        block = hmac.new(prk, block + info + bytes([count]), hashlib.sha256).digest()
        out, count = out + block, count + 1
    return out[:length]


def labeled_extract(suite, salt, label, ikm):
    return extract(salt, b"HPKE-v1" + suite + label + ikm)


def labeled_expand(suite, prk, label, info, length):
    return expand(prk, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)


def seal_auth(sender, to, info, aad, plain):
    """RFC 9180: AuthEncap (4.1), mode auth (5.1.3), single-shot (6.1)."""
    kem, hpke = b"KEM\x00\x10", b"HPKE\x00\x10\x00\x01\x00\x02"
    ephemeral = ec.generate_private_key(ec.SECP256R1())
    enc = point(ephemeral)
    dh = ephemeral.exchange(ec.ECDH(), to.public_key()) + sender.exchange(ec.ECDH(), to.public_key())
    shared = labeled_expand(
        kem, labeled_extract(kem, b"", b"eae_prk", dh), b"shared_secret", enc + point(to) + point(sender), 32)
    context = (b"\x02" + labeled_extract(hpke, b"", b"psk_id_hash", b"") + labeled_extract(hpke, b"", b"info_hash", info))
    secret = labeled_extract(hpke, shared, b"secret", b"")
    key = labeled_expand(hpke, secret, b"key", context, 32)
    nonce = labeled_expand(hpke, secret, b"base_nonce", context, 12)
    return enc + AESGCM(key).encrypt(nonce, plain, aad)


def header(form, sender, to, ctx):
    content = os.urandom(32)
    slot = seal_auth(sender, to, P + b"content-key", ctx + bytes([form, 0]), content)
    return content, b"\x01\x01" + bytes([form]) + slot + expand(content, P + b"commitment" + ctx, 32)


def context(purpose):
    return b"\x01" + INSTANCE + CASE_ID + ITEM_ID + purpose


def item(form, sender, to, purpose, plain):
    ctx = context(purpose)
    content, head = header(form, sender, to, ctx)
    padded = (len(plain).to_bytes(4, "big") + plain).ljust(256, b"\x00")
    return head + AESGCM(expand(content, P + b"body", 32)).encrypt(bytes(12), padded, ctx + head)


def medium(sender, to, plain):
    ctx = context(b"media")
    content, head = header(4, sender, to, ctx)
    length = max(len(plain) + 8, 16384)
    exponent = math.floor(math.log2(length))
    step = 1 << (exponent - (math.floor(math.log2(exponent)) + 1))
    padded = plain.ljust((length + step - 1) // step * step - 8, b"\x00") + len(plain).to_bytes(8, "big")
    cipher, out = AESGCM(expand(content, P + b"stream", 32)), head
    chunks = [padded[at:at + 65536] for at in range(0, len(padded), 65536)]
    for index, chunk in enumerate(chunks):
        nonce = bytes(7) + index.to_bytes(4, "big") + bytes([index == len(chunks) - 1])
        out += cipher.encrypt(nonce, chunk, ctx + head)
    return out


case, reporter = private(CASE), private(REPORTER)
for name, envelope in [
    ("Item", item(1, reporter, case, b"text", "përmbajtja".encode())),
    ("Note", item(5, case, case, b"note", b"from a holder")),
    ("Outcome", item(1, reporter, reporter, b"outcome", b"accepted")),
]:
    print(f'    internal static readonly byte[] {name} = Convert.FromBase64String("{base64.b64encode(envelope).decode()}");\n')
with open("medium.sealed", "wb") as file:
    file.write(medium(reporter, case, bytes(((i * 7) + (i // 251)) % 256 for i in range(150_000))))
