//! The log of a run, and the secrets and personal data that must not be in the log, the audit or the log of calls. Each
//! run has its own thread, so each thread has its own log.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::Once;

use tracing_subscriber::EnvFilter;

/// Patterns of the simulator's contacts: their e-mail addresses and phone numbers.
const PERSONAL: [&str; 2] = ["@example.", "+1202555"];

thread_local! {
    static RUN: RefCell<Kept> = RefCell::default();
}

#[derive(Default)]
struct Kept {
    log: Vec<u8>,
    secrets: BTreeSet<String>,
}

/// Starts the log of a run.
pub(crate) fn begin() {
    static SUBSCRIBER: Once = Once::new();
    SUBSCRIBER.call_once(|| {
        let lines = tracing_subscriber::fmt().with_env_filter(EnvFilter::new("contact_eraser=debug"));
        lines.with_ansi(false).with_writer(|| Line).init();
    });
    RUN.take();
}

/// Remembers the tokens in a request that was sent.
pub(crate) fn remember_tokens(body: &[u8]) {
    let body = String::from_utf8_lossy(body);
    for before in ["\"auth\":\"", "refresh_token=", "client_secret="] {
        let token = body.split_once(before).map(|(_, rest)| rest);
        let token: Option<&str> =
            token.and_then(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next());
        if let Some(token) = token.filter(|token| token.len() > 8) {
            RUN.with_borrow_mut(|run| run.secrets.insert(token.to_owned()));
        }
    }
}

/// The log so far.
pub(crate) fn text() -> String {
    RUN.with_borrow(|run| String::from_utf8_lossy(&run.log).into_owned())
}

/// The forbidden values that a text contains.
pub(crate) fn leaks(text: &str) -> Vec<String> {
    let personal = PERSONAL.iter().filter(|sign| text.contains(**sign)).map(|sign| (*sign).to_owned());
    RUN.with_borrow(|run| {
        let secrets = run.secrets.iter().filter(|secret| text.contains(secret.as_str()));
        personal.chain(secrets.map(|_| "a token".to_owned())).collect()
    })
}

/// The number of tokens seen so far.
pub(crate) fn secrets() -> usize {
    RUN.with_borrow(|run| run.secrets.len())
}

struct Line;

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        RUN.with_borrow_mut(|run| run.log.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
