//! A portal's addresses, keys and tokens.

use super::handle::Portal;
use crate::faults::Faults;
use crate::sync::lock;
use crate::world::{Owner, PortalState, TokenPair};

impl Portal {
    /// Host and port, as in `DOMAIN`.
    #[must_use]
    pub fn domain(&self) -> String {
        lock(&self.core.address).to_string()
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.domain())
    }

    /// The member id: the portal's permanent key of 32 hexadecimal digits.
    #[must_use]
    pub fn member_id(&self) -> String {
        self.core.member_id.clone()
    }

    /// The base address of REST calls with a token. It ends in `/rest/`.
    #[must_use]
    pub fn rest_url(&self) -> String {
        format!("{}/rest/", self.origin())
    }

    /// The base address of calls through this user's inbound webhook. It contains a secret.
    #[must_use]
    pub fn webhook_url(&self, user_id: u64) -> String {
        let secret = self.data().webhooks.get(&user_id).cloned().unwrap_or_default();
        format!("{}/rest/{user_id}/{secret}/", self.origin())
    }

    /// Issues a new pair of tokens for the user, as the portal does when it opens the application.
    #[must_use]
    pub fn mint_pair(&self, user_id: u64) -> TokenPair {
        let client_id = self.world.app().client_id;
        self.data().app.present = true;
        self.mint_pair_for(&client_id, user_id)
    }

    pub(crate) fn mint_pair_for(&self, client_id: &str, user_id: u64) -> TokenPair {
        let owner = Owner { client_id: client_id.to_owned(), portal: self.core.index, user_id };
        lock(&self.world.grants).mint(&owner, self.world.clock.now())
    }

    /// Lets an access token expire now.
    pub fn expire(&self, access_token: &str) {
        lock(&self.world.grants).expire(access_token, self.world.clock.now());
    }

    /// Lets all access tokens of this user on this portal expire now. The refresh tokens stay valid.
    pub fn expire_user(&self, user_id: u64) {
        let (index, now) = (self.core.index, self.world.clock.now());
        let of_user = |owner: &Owner| owner.portal == index && owner.user_id == user_id;
        lock(&self.world.grants).expire_all(of_user, now);
    }

    /// Revokes all tokens of this user on this portal.
    pub fn revoke_user(&self, user_id: u64) {
        let index = self.core.index;
        lock(&self.world.grants).revoke(|owner| owner.portal == index && owner.user_id == user_id);
    }

    /// Changes the condition of the portal.
    pub fn set_state(&self, state: PortalState) {
        self.data().state = state;
    }

    /// The faults scripted for this portal.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.core.faults
    }

    /// The application token: the secret that events carry.
    #[must_use]
    pub fn application_token(&self) -> String {
        self.core.application_token.clone()
    }
}
