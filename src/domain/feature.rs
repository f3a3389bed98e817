//! The parts of the app that depend on what a portal allows.

use super::portal::Portal;

/// A part of the app that an installation connects.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feature {
    /// Events about installation, update and removal.
    Events,
    /// The button in a contact's card.
    ContactCard,
    /// The entry in a row's menu of the contact list.
    ContactList,
    /// The entry above the contact list.
    ListToolbar,
    /// The names of the people who are responsible for contacts.
    Names,
}

impl Feature {
    const ALL: [Self; 5] =
        [Self::Events, Self::ContactCard, Self::ContactList, Self::ListToolbar, Self::Names];

    /// Its name in the database and in the keys of texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::ContactCard => "widget-card",
            Self::ContactList => "widget-list",
            Self::ListToolbar => "widget-toolbar",
            Self::Names => "names",
        }
    }

    /// The names, separated by spaces.
    #[must_use]
    pub fn join(features: &[Self]) -> String {
        let words: Vec<&str> = features.iter().map(|feature| feature.as_str()).collect();
        words.join(" ")
    }

    /// Reads the result of [`Feature::join`]. Unknown names, which another version may have written, are ignored.
    #[must_use]
    pub fn split(text: &str) -> Vec<Self> {
        let find = |word| Self::ALL.into_iter().find(|feature| feature.as_str() == word);
        text.split(' ').filter_map(find).collect()
    }
}

impl Portal {
    /// The features that do not work on this portal: the portal refused to connect them, or did not grant the scope.
    #[must_use]
    pub fn missing_features(&self) -> Vec<Feature> {
        let mut missing = self.unbound.clone();
        if !self.scope.is_empty() && !self.scope.can_read_names() {
            missing.push(Feature::Names);
        }
        missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feature_names_read_back_and_unknown_ones_are_skipped() {
        assert_eq!(Feature::split(&Feature::join(&Feature::ALL)), Feature::ALL);
        assert_eq!(Feature::split(""), []);
        assert_eq!(Feature::split("events flying names"), [Feature::Events, Feature::Names]);
    }
}
