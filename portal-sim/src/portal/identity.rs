//! A portal's addresses, keys and tokens, and its moves to another address.

use std::net::Ipv4Addr;

use super::{Portal, PortalState};
use crate::faults::Faults;
use crate::lock;
use crate::oauth::{Owner, Pair};
use crate::server;
use crate::world::Role;

impl Portal {
    /// Host and port, as `DOMAIN` carries it.
    #[must_use]
    pub fn domain(&self) -> String {
        lock(&self.core.address).to_string()
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.domain())
    }

    /// The permanent key, 32 hexadecimal digits.
    #[must_use]
    pub fn member_id(&self) -> String {
        self.core.member_id.clone()
    }

    /// The base of REST calls with a token, ending in `/rest/`.
    #[must_use]
    pub fn rest_url(&self) -> String {
        format!("{}/rest/", self.origin())
    }

    /// The base of calls through this user's inbound webhook; the URL is a password.
    #[must_use]
    pub fn webhook_url(&self, user_id: u64) -> String {
        let secret = lock(&self.core.data).webhooks.get(&user_id).cloned().unwrap_or_default();
        format!("{}/rest/{user_id}/{secret}/", self.origin())
    }

    /// Mints an independent pair for the user, as opening the application's frame does.
    #[must_use]
    pub fn mint_pair(&self, user_id: u64) -> Pair {
        let client_id = self.world.app().client_id;
        self.make_present();
        self.mint_pair_for(&client_id, user_id)
    }

    pub(crate) fn mint_pair_for(&self, client_id: &str, user_id: u64) -> Pair {
        let owner = Owner { client_id: client_id.to_owned(), portal: self.core.index, user_id };
        lock(&self.world.grants).mint(&owner, self.world.clock.now())
    }

    /// Ends an access token's life now.
    pub fn expire(&self, access_token: &str) {
        lock(&self.world.grants).expire(access_token, self.world.clock.now());
    }

    /// Ends the life of all access tokens that this user has on this portal; the refresh tokens live on.
    pub fn expire_user(&self, user_id: u64) {
        let (index, now) = (self.core.index, self.world.clock.now());
        let of_user = |owner: &Owner| owner.portal == index && owner.user_id == user_id;
        lock(&self.world.grants).expire_all(of_user, now);
    }

    /// Kills all tokens that this user ever got on this portal.
    pub fn revoke_user(&self, user_id: u64) {
        let index = self.core.index;
        lock(&self.world.grants).revoke(|owner| owner.portal == index && owner.user_id == user_id);
    }

    /// Changes the portal's condition.
    pub fn set_state(&self, state: PortalState) {
        lock(&self.core.data).state = state;
    }

    /// The faults scripted for this portal.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.core.faults
    }

    /// The secret that the application's events carry.
    #[must_use]
    pub fn application_token(&self) -> String {
        self.core.application_token.clone()
    }

    /// Moves the portal to another loopback address, a new one unless `host` names it, and gives its new
    /// domain. The old address answers 302 from now on.
    pub fn rename(&self, host: Option<Ipv4Addr>) -> std::io::Result<String> {
        let socket = match host {
            Some(host) => std::net::TcpListener::bind((host, 0))?,
            None => self.world.bind_new_address()?,
        };
        let new = socket.local_addr()?;
        let server = server::serve_portals(&self.world, vec![socket])?;
        self.core.run(&self.world, server);
        let old = std::mem::replace(&mut *lock(&self.core.address), new);
        let mut roles = lock(&self.world.roles);
        roles.insert(new, Role::Portal(self.core.index));
        roles.insert(old, Role::MovedPortal(self.core.index));
        Ok(new.to_string())
    }
}
