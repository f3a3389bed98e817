//! Keys and secrets: derived from a seed, so that they are the same in every run, or random.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Hexadecimal digits that depend on the seed alone.
pub(super) fn digest(seed: &str, digits: usize) -> String {
    let hash = Sha256::digest(format!("portal-sim/{seed}").as_bytes());
    let mut text = hex(&hash);
    text.truncate(digits);
    text
}

/// The secret in the address of a user's inbound webhook.
pub(crate) fn webhook_secret(member_id: &str, user_id: u64) -> String {
    digest(&format!("{member_id}/webhook/{user_id}"), 16)
}

/// Random hexadecimal digits.
pub(crate) fn random_hex(digits: usize) -> String {
    let mut bytes = vec![0_u8; digits.div_ceil(2)];
    #[expect(clippy::expect_used, reason = "a system without random numbers cannot issue tokens")]
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    hex(&bytes)
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
