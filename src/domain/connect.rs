//! Connecting a portal in a browser tab: what is kept between sending a browser to the portal and its return.

use std::time::Duration;

use subtle::ConstantTimeEq;

use super::clock::UnixTime;
use super::portal::PortalHost;
use super::secret::BrowserKey;

/// How long somebody may take on the portal's pages. Refusals are shown there and never come back, so what is not
/// used in this time is dropped (b24restdocs settings/oauth/index.md).
pub const LIFETIME: Duration = Duration::from_mins(10);

/// A connection under way. Its state is the key that it is stored under, as a hash.
#[derive(Clone, Debug)]
pub struct ConnectAttempt {
    /// The portal that the browser was sent to.
    pub portal: PortalHost,
    /// Hash of the key of the browser that was sent.
    pub browser: [u8; 32],
    /// From when on it is void.
    pub expires_at: UnixTime,
}

impl ConnectAttempt {
    /// One that begins now.
    #[must_use]
    pub fn new(portal: PortalHost, browser: &BrowserKey, now: UnixTime) -> Self {
        Self { portal, browser: browser.fingerprint(), expires_at: now.plus(LIFETIME) }
    }

    /// Why a return does not belong to it; `None` when it does. Whoever starts a connection and lets another person's
    /// browser finish it would sign that person in as themselves: the browser has to be the same.
    #[must_use]
    pub fn objection(
        &self,
        from: &PortalHost,
        browser: Option<&BrowserKey>,
        now: UnixTime,
    ) -> Option<&'static str> {
        let is_same = |key: &BrowserKey| bool::from(key.fingerprint().ct_eq(&self.browser));
        if now >= self.expires_at {
            Some("its time is over")
        } else if !browser.is_some_and(is_same) {
            Some("another browser began it")
        } else if !from.matches(&self.portal) {
            Some("another portal was asked")
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_same_browser_from_the_same_portal_in_time_fits() {
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
