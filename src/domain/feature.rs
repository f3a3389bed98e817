//! The parts of the app that depend on what a portal lets it connect.

use super::portal::Portal;

/// Something that an installation connects, in a person's terms.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Feature {
    /// Hearing of installation, update and removal.
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

    /// Its word, in the database and in the texts' keys.
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

    /// Words separated by spaces.
    #[must_use]
    pub fn join(features: &[Self]) -> String {
        let words: Vec<&str> = features.iter().map(|feature| feature.as_str()).collect();
        words.join(" ")
    }

    /// Reads what [`Feature::join`] wrote. Words of another version of this program are left out.
    #[must_use]
    pub fn split(text: &str) -> Vec<Self> {
        let find = |word| Self::ALL.into_iter().find(|feature| feature.as_str() == word);
        text.split(' ').filter_map(find).collect()
    }
}

impl Portal {
    /// What does not work here: the portal refused to connect it, or the permission for it was not granted.
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
