//! The applications that are registered with the vendor.

use super::keys::digest;

/// A registered application with its keys and addresses.
#[derive(Debug, Clone)]
pub(crate) struct RegisteredApp {
    pub(crate) client_id: String,
    pub(crate) client_secret: String,
    pub(crate) app_url: String,
    pub(crate) install_url: String,
    pub(crate) placement_url: String,
    pub(crate) redirect_url: String,
}

impl RegisteredApp {
    /// An application with keys drawn from `seed` and a default address.
    pub(crate) fn new(seed: &str) -> Self {
        let keys = |name: &str, digits| digest(&format!("{seed}/{name}"), digits);
        let mut app = Self {
            client_id: format!("app.{}.{}", keys("id", 14), keys("no", 8)),
            client_secret: keys("secret", 50),
            app_url: String::new(),
            install_url: String::new(),
            placement_url: String::new(),
            redirect_url: String::new(),
        };
        app.set_public_url("http://127.0.0.1:8080");
        app
    }

    /// Sets all addresses to their paths below this URL.
    pub(crate) fn set_public_url(&mut self, public_url: &str) {
        let base = public_url.trim_end_matches('/');
        self.app_url = format!("{base}/app");
        self.install_url = format!("{base}/install");
        self.placement_url = format!("{base}/placement");
        self.redirect_url = format!("{base}/oauth/callback");
    }
}
