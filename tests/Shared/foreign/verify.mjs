// Verifies a certificate's credential as a stranger would: by npm's jose and a reading of W3C's Bitstring Status List
// of its own. Standard input: {"credential", "did", "lists": {address: list}, "now"}. Answers {"holds"} or {"refused"}.
import { gunzipSync } from 'node:zlib'
import { text } from 'node:stream/consumers'
import { compactVerify, createLocalJWKSet } from 'jose'

const LIST_BYTES_MIN = 16 * 1024
const given = JSON.parse(await text(process.stdin))
const now = Date.parse(given.now)

function refuse(reason) {
  throw new Error(reason)
}

async function read(secured, did, type) {
  const asserting = did.verificationMethod.filter((method) => did.assertionMethod.includes(method.id))
  const keys = createLocalJWKSet({ keys: asserting.map((method) => method.publicKeyJwk) })
  const { payload, protectedHeader } = await compactVerify(secured, keys, { algorithms: ['ES256'] })
  if (protectedHeader.typ !== 'vc+jwt') refuse('typ')
  const document = JSON.parse(new TextDecoder().decode(payload))
  if ((document.issuer.id ?? document.issuer) !== did.id) refuse('issuer')
  if (!document.type.includes(type)) refuse('type')
  if (now < Date.parse(document.validFrom) || now >= Date.parse(document.validUntil)) refuse('validity')
  return document
}

function isSet(list, index) {
  const [base, encoded] = [list.encodedList[0], list.encodedList.slice(1)]
  if (base !== 'u') refuse('multibase')
  const bits = gunzipSync(Buffer.from(encoded, 'base64url'), { maxOutputLength: 1 << 20 })
  if (bits.length < LIST_BYTES_MIN || !(index >= 0 && index < bits.length * 8)) refuse('index')
  return (bits[index >> 3] >> (7 - (index & 7))) & 1
}

try {
  const credential = await read(given.credential, given.did, 'DigitalConformityCredential')
  for (const entry of credential.credentialStatus) {
    const { id, credentialSubject: list } = await read(
      given.lists[entry.statusListCredential] ?? refuse('list'), given.did, 'BitstringStatusListCredential')
    if (id !== entry.statusListCredential || list.statusPurpose !== entry.statusPurpose) refuse('list')
    if (isSet(list, Number(entry.statusListIndex))) refuse(entry.statusPurpose)
  }
  console.log(JSON.stringify({ holds: credential.credentialSubject.name }))
} catch (error) {
  console.log(JSON.stringify({ refused: error.code ?? error.message }))
}
