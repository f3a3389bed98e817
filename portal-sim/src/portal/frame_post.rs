//! The form post with which a portal opens the application in a frame.
//! Half of the data is in the query, the other half in the body (`b24restdocs settings/oauth/simple-way.md`).

use url::form_urlencoded::Serializer;

use super::handle::Portal;
use crate::world::random_hex;

/// A form post of a portal.
#[derive(Debug, Clone)]
pub struct FramePost {
    /// The parameters that are appended to the application's address.
    pub query: Vec<(String, String)>,
    /// The fields of the form.
    pub body: Vec<(String, String)>,
    portal: Portal,
}

impl Portal {
    /// The post that opens the application for this user. Each post has a new pair of tokens.
    #[must_use]
    pub fn frame_post(&self, user_id: u64) -> FramePost {
        let pair = self.mint_pair(user_id);
        let query = [
            ("DOMAIN", self.domain()),
            ("PROTOCOL", "0".into()),
            ("LANG", "en".into()),
            ("APP_SID", random_hex(32)),
        ];
        let body = [
            ("AUTH_ID", pair.access_token),
            ("AUTH_EXPIRES", "3600".into()),
            ("REFRESH_ID", pair.refresh_token),
            ("SERVER_ENDPOINT", format!("{}/rest/", self.world.oauth_url())),
            ("APPLICATION_TOKEN", self.application_token()),
            ("APPLICATION_SCOPE", self.scope()),
            ("member_id", self.member_id()),
            ("status", "F".into()),
            ("PLACEMENT", "DEFAULT".into()),
        ];
        FramePost { query: owned(query), body: owned(body), portal: self.clone() }
    }
}

fn owned<const N: usize>(pairs: [(&str, String); N]) -> Vec<(String, String)> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

impl FramePost {
    /// Opens a widget instead of the main page. `options_json` is the text of `PLACEMENT_OPTIONS`.
    #[must_use]
    pub fn placement(self, code: &str, options_json: &str) -> Self {
        self.set("PLACEMENT", code).set("PLACEMENT_OPTIONS", options_json)
    }

    /// Sets the user's language.
    #[must_use]
    pub fn lang(self, lang: &str) -> Self {
        self.set("LANG", lang)
    }

    /// Removes the fields that older portals do not send.
    #[must_use]
    pub fn old_style(self) -> Self {
        self.remove("SERVER_ENDPOINT").remove("APPLICATION_TOKEN").remove("APPLICATION_SCOPE")
    }

    /// Changes a field in the query or in the body. A new field is added to the body.
    #[must_use]
    pub fn set(mut self, name: &str, value: &str) -> Self {
        let mut all = self.query.iter_mut().chain(&mut self.body);
        match all.find(|(field, _)| field == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.body.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// Removes a field.
    #[must_use]
    pub fn remove(mut self, name: &str) -> Self {
        self.query.retain(|(field, _)| field != name);
        self.body.retain(|(field, _)| field != name);
        self
    }

    /// The value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut all = self.query.iter().chain(&self.body);
        all.find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Which page is opened: `placement` for a widget, `install` before the installation is finished, otherwise `app`.
    #[must_use]
    pub fn target(&self) -> &'static str {
        match self.get("PLACEMENT") {
            Some("DEFAULT" | "") | None if self.portal.is_installed() => "app",
            Some("DEFAULT" | "") | None => "install",
            Some(_) => "placement",
        }
    }

    /// The address of that page with the query. A bound widget has its own address.
    #[must_use]
    pub fn url(&self) -> String {
        let app = self.portal.world.app();
        let page = match self.target() {
            "app" => app.app_url,
            "install" => app.install_url,
            _ => {
                let bound = self.portal.placements();
                let mut bound =
                    bound.into_iter().filter(|place| Some(place.placement.as_str()) == self.get("PLACEMENT"));
                bound.next().map_or(app.placement_url, |place| place.handler)
            }
        };
        let joint = if page.contains('?') { '&' } else { '?' };
        format!("{page}{joint}{}", encoded(&self.query))
    }

    /// The body as `application/x-www-form-urlencoded`.
    #[must_use]
    pub fn form(&self) -> String {
        encoded(&self.body)
    }
}

fn encoded(pairs: &[(String, String)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}
