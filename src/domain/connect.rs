//! Connecting a portal in a browser tab: the data that is stored while the browser is on the portal's pages.

use std::time::Duration;

use subtle::ConstantTimeEq;

use super::clock::UnixTime;
use super::portal::PortalHost;
use super::secret::BrowserKey;

/// How long a user may stay on the portal's pages. The portal shows refusals only there and reports none of them back,
/// so an unused attempt is deleted after this time (b24restdocs settings/oauth/index.md).
pub const LIFETIME: Duration = Duration::from_mins(10);

/// A connection that has started. It is stored under a hash of its state.
#[derive(Clone, Debug)]
pub struct ConnectAttempt {
    /// The portal to which the browser was sent.
    pub portal: PortalHost,
    /// The hash of the browser's key.
    pub browser: [u8; 32],
    /// When it becomes invalid.
    pub expires_at: UnixTime,
}

impl ConnectAttempt {
    /// An attempt that starts now.
    #[must_use]
    pub fn new(portal: PortalHost, browser: &BrowserKey, now: UnixTime) -> Self {
        Self { portal, browser: browser.fingerprint(), expires_at: now.plus(LIFETIME) }
    }

    /// Why a redirect does not belong to this attempt; `None` when it does. The browser must be the same. Otherwise an
    /// attacker could start a connection and let another user's browser finish it; that user would then be signed in as
    /// the attacker.
    #[must_use]
    pub fn objection(
        &self,
        from: &PortalHost,
        browser: Option<&BrowserKey>,
        now: UnixTime,
    ) -> Option<&'static str> {
        let is_same = |key: &BrowserKey| bool::from(key.fingerprint().ct_eq(&self.browser));
        if now >= self.expires_at {
            Some("the attempt has expired")
        } else if !browser.is_some_and(is_same) {
            Some("another browser started the attempt")
        } else if !from.matches(&self.portal) {
            Some("the attempt belongs to another portal")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attempt_accepts_only_its_browser_and_portal_in_time() {
        let host = |text| PortalHost::parse(text).unwrap();
        let (mine, other) = (BrowserKey::parse("mine").unwrap(), BrowserKey::parse("other").unwrap());
        let attempt = ConnectAttempt::new(host("a.com"), &mine, UnixTime(1000));
        let fits = |from, key, at| attempt.objection(&host(from), key, UnixTime(at)).is_none();
        assert!(fits("a.com", Some(&mine), 1000) && fits("A.com", Some(&mine), 1599));
        assert!(!fits("a.com", Some(&mine), 1600));
        assert!(!fits("a.com", Some(&other), 1000) && !fits("a.com", None, 1000));
        assert!(!fits("b.com", Some(&mine), 1000));
    }
}
