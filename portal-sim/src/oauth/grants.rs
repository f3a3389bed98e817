//! Access tokens, refresh tokens and codes, with their lifetimes.
//! Access tokens live an hour, refresh tokens 180 days, codes 30 seconds and one use.

use std::collections::HashMap;

use crate::world::{AppCard, hex};

/// Lifetime of an access token.
pub(crate) const ACCESS_SECONDS: i64 = 3600;
const REFRESH_SECONDS: f64 = 180.0 * 86_400.0;
const CODE_SECONDS: f64 = 30.0;

/// A fresh pair of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Goes with each REST call.
    pub access_token: String,
    /// Buys the next pair.
    pub refresh_token: String,
    /// Lifetime of the access token in seconds.
    pub expires_in: i64,
}

/// Whose grant it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) client_id: String,
    pub(crate) portal: usize,
    pub(crate) user_id: u64,
}

#[derive(Debug)]
struct Issued {
    owner: Owner,
    expires_at: f64,
    dead: bool,
}

/// What a token is worth now.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TokenState {
    Valid { owner: Owner, expires_at: f64 },
    Expired,
    Unknown,
}

/// All that was issued.
#[derive(Debug, Default)]
pub(crate) struct Grants {
    access: HashMap<String, Issued>,
    refresh: HashMap<String, Issued>,
    codes: HashMap<String, Issued>,
}

impl Grants {
    /// An `APP_SID`: new per rendering of the frame.
    pub(crate) fn app_sid() -> String {
        token(32)
    }

    pub(crate) fn mint(&mut self, owner: &Owner, now: f64) -> Pair {
        let pair = Pair { access_token: token(70), refresh_token: token(70), expires_in: ACCESS_SECONDS };
        let issued = |lifetime| Issued { owner: owner.clone(), expires_at: now + lifetime, dead: false };
        self.access.insert(pair.access_token.clone(), issued(3600.0));
        self.refresh.insert(pair.refresh_token.clone(), issued(REFRESH_SECONDS));
        pair
    }

    /// An access token without a refresh token, as events carry it.
    pub(crate) fn mint_access(&mut self, owner: &Owner, now: f64) -> String {
        let access = token(70);
        let issued = Issued { owner: owner.clone(), expires_at: now + 3600.0, dead: false };
        self.access.insert(access.clone(), issued);
        access
    }

    pub(crate) fn mint_code(&mut self, owner: &Owner, now: f64) -> String {
        let code = token(70);
        let issued = Issued { owner: owner.clone(), expires_at: now + CODE_SECONDS, dead: false };
        self.codes.insert(code.clone(), issued);
        code
    }

    pub(crate) fn check(&self, access_token: &str, now: f64) -> TokenState {
        match self.access.get(access_token) {
            Some(issued) if issued.dead => TokenState::Unknown,
            Some(issued) if issued.expires_at <= now => TokenState::Expired,
            Some(issued) => TokenState::Valid { owner: issued.owner.clone(), expires_at: issued.expires_at },
            None => TokenState::Unknown,
        }
    }

    /// Whose code it is, if it can be used up now.
    pub(crate) fn find_code(&self, code: &str, app: &AppCard, now: f64) -> Option<Owner> {
        usable(self.codes.get(code), app, now)
    }

    /// Whose refresh token it is, if it can be used now.
    pub(crate) fn find_refresh(&self, token: &str, app: &AppCard, now: f64) -> Option<Owner> {
        usable(self.refresh.get(token), app, now)
    }

    /// Whose refresh token or code it was once.
    pub(crate) fn former_owner(&self, secret: &str) -> Option<Owner> {
        self.refresh.get(secret).or_else(|| self.codes.get(secret)).map(|issued| issued.owner.clone())
    }

    /// Uses up a refresh token or a code.
    pub(crate) fn kill(&mut self, secret: &str) {
        for issued in [self.refresh.get_mut(secret), self.codes.get_mut(secret)].into_iter().flatten() {
            issued.dead = true;
        }
    }

    pub(crate) fn expire(&mut self, access_token: &str, now: f64) {
        if let Some(issued) = self.access.get_mut(access_token) {
            issued.expires_at = issued.expires_at.min(now);
        }
    }

    /// Ends the life of the access tokens that `affected` names.
    pub(crate) fn expire_all(&mut self, affected: impl Fn(&Owner) -> bool, now: f64) {
        for issued in self.access.values_mut().filter(|issued| affected(&issued.owner)) {
            issued.expires_at = issued.expires_at.min(now);
        }
    }

    /// Kills everything that `affected` names.
    pub(crate) fn revoke(&mut self, affected: impl Fn(&Owner) -> bool) {
        let all = self.access.values_mut().chain(self.refresh.values_mut()).chain(self.codes.values_mut());
        for issued in all.filter(|issued| affected(&issued.owner)) {
            issued.dead = true;
        }
    }
}

fn usable(issued: Option<&Issued>, app: &AppCard, now: f64) -> Option<Owner> {
    issued
        .filter(|issued| !issued.dead && issued.expires_at > now && issued.owner.client_id == app.client_id)
        .map(|issued| issued.owner.clone())
}

/// Whether a text could be an access token at all.
pub(crate) fn is_well_formed(token: &str) -> bool {
    (32..=128).contains(&token.len()) && token.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Random hexadecimal digits.
fn token(digits: usize) -> String {
    let mut bytes = vec![0_u8; digits.div_ceil(2)];
    #[expect(clippy::expect_used, reason = "a system without random numbers cannot issue tokens")]
    getrandom::fill(&mut bytes).expect("the system has random numbers");
    hex(&bytes)
}
