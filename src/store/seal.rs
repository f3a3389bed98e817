//! Encryption at rest with XChaCha20-Poly1305. A value is bound to its row and column and opens only there. Layout:
//! key id (4 bytes), nonce (24 bytes), ciphertext with its tag.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};

const KEY_ID_BYTES: usize = 4;
const NONCE_BYTES: usize = 24;

/// A 32-byte key that cannot be printed.
#[derive(Clone)]
pub struct Key {
    bytes: Arc<secrecy::SecretBox<[u8; 32]>>,
}

impl Key {
    /// Reads a base64 key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = STANDARD.decode(text.trim()).ok()?;
        let bytes: [u8; 32] = bytes.try_into().ok()?;
        Some(Self { bytes: Arc::new(secrecy::SecretBox::new(Box::new(bytes))) })
    }

    /// Creates a key, as base64.
    ///
    /// # Errors
    /// When the system provides no randomness.
    pub fn generate() -> Result<String, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        Ok(STANDARD.encode(bytes))
    }

    /// Derives a key for another purpose. This key cannot be computed from it.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut derived = [0; 32];
        let expanded = Hkdf::<Sha256>::new(None, self.expose()).expand(purpose.as_bytes(), &mut derived);
        debug_assert!(expanded.is_ok(), "32 bytes are far below the limit of 255 hashes");
        derived
    }

    fn expose(&self) -> &[u8; 32] {
        secrecy::ExposeSecret::expose_secret(self.bytes.as_ref())
    }

    fn id(&self) -> [u8; KEY_ID_BYTES] {
        let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(self.derive("contact-eraser key id")));
        [a, b, c, d]
    }
}

/// Seals with the first key and opens with any key.
#[derive(Clone)]
pub struct Seal {
    ciphers: Vec<([u8; KEY_ID_BYTES], XChaCha20Poly1305)>,
}

/// Why a value cannot be sealed or opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SealError {
    /// The key that sealed it is not configured.
    #[error("it was sealed with a key that is not configured")]
    UnknownKey,
    /// It was changed, or it belongs to another row or column.
    #[error("it does not belong here or was changed")]
    Forged,
    /// The system provides no randomness.
    #[error("no randomness")]
    NoRandomness,
}

impl Seal {
    /// The first key seals. All keys open.
    #[must_use]
    pub fn new(first: &Key, others: &[Key]) -> Self {
        let cipher = |key: &Key| (key.id(), XChaCha20Poly1305::new(key.expose().into()));
        Self { ciphers: std::iter::once(first).chain(others).map(cipher).collect() }
    }

    /// The key id of newly sealed values.
    pub(super) fn first_key(&self) -> &[u8] {
        self.ciphers.first().map(|(id, _)| id.as_slice()).unwrap_or_default()
    }

    /// Whether values with this key id can be opened.
    pub(super) fn has_key(&self, id: &[u8]) -> bool {
        self.ciphers.iter().any(|(known, _)| known.as_slice() == id)
    }

    /// Seals a value for one place, such as `authorizations/access_token/MEMBER/USER`.
    pub(super) fn seal(&self, place: &str, plain: &str) -> Result<Vec<u8>, SealError> {
        let Some((id, cipher)) = self.ciphers.first() else { return Err(SealError::UnknownKey) };
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce).map_err(|_none| SealError::NoRandomness)?;
        let payload = Payload { msg: plain.as_bytes(), aad: place.as_bytes() };
        let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_opaque| SealError::Forged)?;
        Ok([id.as_slice(), &nonce, &sealed].concat())
    }

    /// Opens a value that was sealed for the same place.
    pub(super) fn open(&self, place: &str, sealed: &[u8]) -> Result<String, SealError> {
        let (id, rest) = sealed.split_first_chunk::<KEY_ID_BYTES>().ok_or(SealError::Forged)?;
        let (nonce, body) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(SealError::Forged)?;
        let (_, cipher) = self.ciphers.iter().find(|(known, _)| known == id).ok_or(SealError::UnknownKey)?;
        let payload = Payload { msg: body, aad: place.as_bytes() };
        let plain = cipher.decrypt(&XNonce::from(*nonce), payload).map_err(|_opaque| SealError::Forged)?;
        String::from_utf8(plain).map_err(|_binary| SealError::Forged)
    }
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Seal({} keys)", self.ciphers.len())
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Key {
        Key::parse(&Key::generate().unwrap()).unwrap()
    }

    #[test]
    fn a_value_opens_only_where_it_was_sealed() {
        let seal = Seal::new(&key(), &[]);
        let sealed = seal.seal("authorizations/access_token/a/1", "token").unwrap();
        assert_eq!(seal.open("authorizations/access_token/a/1", &sealed).as_deref(), Ok("token"));
        assert_eq!(seal.open("authorizations/access_token/a/2", &sealed), Err(SealError::Forged));
        assert!(!sealed.windows(5).any(|window| window == b"token"));
    }

    #[test]
    fn old_keys_open_and_the_first_key_seals() {
        let (old, new) = (key(), key());
        let before = Seal::new(&old, &[]).seal("p", "token").unwrap();
        let rotated = Seal::new(&new, std::slice::from_ref(&old));
        assert_eq!(rotated.open("p", &before).as_deref(), Ok("token"));
        let after = rotated.seal("p", "token").unwrap();
        assert_eq!(Seal::new(&old, &[]).open("p", &after), Err(SealError::UnknownKey));
    }

    #[test]
    fn a_value_with_a_changed_byte_does_not_open() {
        let seal = Seal::new(&key(), &[]);
        let sealed = seal.seal("p", "token").unwrap();
        for index in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[index] ^= 1;
            assert!(seal.open("p", &changed).is_err(), "byte {index}");
        }
        assert!(seal.open("p", &[]).is_err());
    }

    #[test]
    fn keys_are_32_bytes_of_base64() {
        assert!(Key::parse("c2hvcnQ=").is_none());
        assert!(Key::parse("not base64!").is_none());
        assert!(Key::parse(&format!(" {} ", Key::generate().unwrap())).is_some());
    }
}
