"""What people do in a structure: the list that they choose from."""

FUNCTIONS: dict[str, str] = {
    "legal_representative": "Représentant légal",
    "elected_official": "Élu",
    "general_management": "Direction générale",
    "finance": "Direction ou service des finances",
    "accounting": "Comptabilité",
    "development": "Maîtrise d’ouvrage et développement",
    "legal_affairs": "Affaires juridiques",
    "administration": "Secrétariat général et administration",
    "other": "Autre fonction",
}
