"""python -m nettrain."""

from nettrain.entry import main

if __name__ == "__main__":
    main()
